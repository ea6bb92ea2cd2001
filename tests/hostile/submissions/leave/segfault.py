"""Reads address zero.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    ctypes.string_at(0)
