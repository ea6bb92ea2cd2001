"""Asks its socket who is at the other end, by process id and by descriptor.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    told, size = ctypes.create_string_buffer(64), ctypes.byref(ctypes.c_int(64))
    for option in (17, 77):  # SO_PEERCRED, SO_PEERPIDFD
        if libc.syscall(55, 3, 1, option, told, size) == 0:  # getsockopt
            raise RuntimeError("BREACH")
    raise RuntimeError("nothing")
