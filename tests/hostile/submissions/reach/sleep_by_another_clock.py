"""Sleeps until a moment of another process's clock that has gone by.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    libc = ctypes.CDLL(None)
    moment = (ctypes.c_long * 2)(0, 0)
    found = [
        pid for pid in range(1, 3000) if libc.clock_nanosleep((~pid << 3) | 2, 1, moment, None) == 0
    ]
    raise RuntimeError(f"BREACH {found[:9]}" if found else "nothing found")
