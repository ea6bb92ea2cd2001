"""Writes machine code into memory, and asks the kernel for a socket from there.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 7, 0x22, -1, 0)
    # mov eax, 41; mov edi, 2; mov esi, 1; xor edx, edx; syscall; ret
    code = bytes.fromhex("b829000000 bf02000000 be01000000 31d2 0f05 c3")
    ctypes.memmove(page, code, len(code))
    made = ctypes.CFUNCTYPE(ctypes.c_long)(page)()
    raise RuntimeError("BREACH" if made >= 0 else os.strerror(-made))
