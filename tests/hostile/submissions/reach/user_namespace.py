"""Enters a user namespace of its own, where it would be root.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.unshare(0x10000000)
    raise RuntimeError("BREACH" if made == 0 else os.strerror(ctypes.get_errno()))
