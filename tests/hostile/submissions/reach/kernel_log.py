"""Reads the kernel's log.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(64)
    found = libc.klogctl(3, buffer, 64)
    raise RuntimeError("BREACH" if found >= 0 else os.strerror(ctypes.get_errno()))
