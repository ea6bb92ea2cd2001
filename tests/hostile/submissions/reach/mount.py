"""Mounts a file system of its own.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000 | 0x00020000) and libc.unshare(0x00020000):
        raise RuntimeError(os.strerror(ctypes.get_errno()))
    raise RuntimeError("BREACH mount namespace")
