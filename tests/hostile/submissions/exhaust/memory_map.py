"""Maps pages from the kernel itself, past Python's own allocator.

verdict: weigh memory
"""

import ctypes


def weigh(X, w):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    while True:
        page = libc.mmap(None, 1 << 24, 3, 0x22, -1, 0)
        if page in (None, 2**64 - 1):
            raise MemoryError
        ctypes.memset(page, 1, 1 << 24)
