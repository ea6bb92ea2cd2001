"""Asks by the 32-bit entry, whose numbers mean other calls.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 7, 0x22, -1, 0)
    # push rbx; mov eax, 20 (getpid); int 0x80; pop rbx; ret
    code = bytes.fromhex("53 b814000000 cd80 5b c3")
    ctypes.memmove(page, code, len(code))
    made = ctypes.CFUNCTYPE(ctypes.c_int)(page)()
    raise RuntimeError("BREACH" if made > 0 else os.strerror(-made))
