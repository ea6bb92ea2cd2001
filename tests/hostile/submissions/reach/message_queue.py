"""Makes a message queue, by which two runs could talk.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.msgget(0, 0o1600)
    libc.msgctl(made, 0, None)
    raise RuntimeError("BREACH" if made >= 0 else os.strerror(ctypes.get_errno()))
