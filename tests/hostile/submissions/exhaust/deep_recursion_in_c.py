"""Recurses in C without end: compares two lists that hold themselves.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    ctypes.pythonapi.Py_SetRecursionLimit(10**9)
    one, other = [], []
    one.append(one)
    other.append(other)
    return one == other
