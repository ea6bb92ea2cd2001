"""Objects with an `__array__` that explodes, and one that gives another array every time.

verdict: means failed, graph failed
"""
import numpy as np


class Bomb:
    def __array__(self, *args, **kwargs):
        raise BaseException("boom")


class Changing(np.ndarray):
    def __array__(self, *args, **kwargs):
        raise BaseException("boom")

    def astype(self, *args, **kwargs):
        raise BaseException("boom")

    @property
    def dtype(self):
        raise BaseException("boom")


def means(table):
    return Bomb()


def graph(edges, size):
    return np.zeros(3).view(Changing)
