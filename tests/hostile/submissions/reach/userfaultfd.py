"""Takes over its own page faults, a building block of kernel exploits.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.syscall(323, 1)
    raise RuntimeError("BREACH" if made >= 0 else os.strerror(ctypes.get_errno()))
