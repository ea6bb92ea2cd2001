"""Reads the memory of its parent by a system call that needs no file.

verdict: weigh error
"""

import numpy as np
import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(16)
    here = (ctypes.c_uint64 * 2)(ctypes.addressof(buffer), 16)
    there = (ctypes.c_uint64 * 2)(id(np.allclose), 16)
    count = libc.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    raise RuntimeError("BREACH" if count > 0 else os.strerror(ctypes.get_errno()))
