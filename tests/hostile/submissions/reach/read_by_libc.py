"""Opens a file by the C library, past Python.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    descriptor = ctypes.CDLL(None).open(b"/etc/passwd", 0)
    raise RuntimeError("BREACH" if descriptor >= 0 else "refused")
