"""Maps memory, writes an illegal instruction and runs it.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 7, 0x22, -1, 0)
    ctypes.memmove(page, b"\x0f\x0b", 2)
    ctypes.CFUNCTYPE(None)(page)()
