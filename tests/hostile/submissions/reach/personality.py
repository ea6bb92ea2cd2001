"""Switches off the randomisation of addresses for what it starts.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    raise RuntimeError("BREACH" if ctypes.CDLL(None).personality(0x0040000) >= 0 else "refused")
