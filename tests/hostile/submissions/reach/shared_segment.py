"""Makes a shared memory segment, which outlives its maker.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.shmget(0, 4096, 0o1600)
    libc.shmctl(made, 0, None)
    raise RuntimeError("BREACH" if made >= 0 else os.strerror(ctypes.get_errno()))
