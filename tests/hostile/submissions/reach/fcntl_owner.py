"""Has its socket send signals: with owners and signals of its own choice.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    for command, value in ((8, 1), (10, 9)):  # F_SETOWN, F_SETSIG
        if libc.syscall(72, 3, command, value) == 0:
            raise RuntimeError("BREACH")
    raise RuntimeError("nothing")
