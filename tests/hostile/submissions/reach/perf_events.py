"""Opens the kernel's performance counters.

verdict: weigh error
"""

import ctypes
import os
import struct


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    wanted = struct.pack("<IIQ", 1, 120, 1) + bytes(24) + struct.pack("<Q", 0x60) + bytes(80)
    made = libc.syscall(298, wanted, 0, -1, -1, 0)
    raise RuntimeError("BREACH" if made >= 0 else os.strerror(ctypes.get_errno()))
