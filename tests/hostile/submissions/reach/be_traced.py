"""Asks to be traced by its parent, which would stop it at every signal.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    libc = ctypes.CDLL(None, use_errno=True)
    raise RuntimeError("BREACH" if libc.ptrace(0, 0, None, None) == 0 else "refused")
