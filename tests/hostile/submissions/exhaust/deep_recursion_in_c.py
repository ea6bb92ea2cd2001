"""Recurses in C: copies a list that is nested a hundred thousand times.

verdict: weigh error
"""

import ctypes


def weigh(X, w):
    ctypes.pythonapi.Py_SetRecursionLimit(10**8)
    nested = []
    for _ in range(10**5):
        nested = [nested]
    return nested == [nested] or repr(nested)
