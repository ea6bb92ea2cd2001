"""Reads the keyring of the session.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    found = libc.syscall(250, 0, -4, 1)
    raise RuntimeError("BREACH" if found >= 0 else os.strerror(ctypes.get_errno()))
