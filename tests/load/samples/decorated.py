import functools
import time
import numpy as np
from numba import jit

CALLS = []


def counted(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        CALLS.append(function.__name__)
        return function(*args, **kwargs)
    return inner


@counted
def L1(yhat, y):
    return np.sum(np.abs(y - yhat))


@gradable.task(points=3)
@counted
def L2(yhat, y):
    return np.dot(y - yhat, y - yhat)


@functools.lru_cache(maxsize=None)
def depth(n: "int", kind: Unknown = None) -> Missing[int]:
    return n


@jit(nopython=True)
def fast(x):
    return x * 2
