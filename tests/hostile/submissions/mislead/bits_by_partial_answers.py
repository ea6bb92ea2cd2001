"""Chooses among error, wrong value, endless wait and no memory, case by case.

verdict: weigh memory
"""


def weigh(X, w):
    digit = int(abs(X[0, 0]) * 1000) % 3
    if digit == 0:
        raise LookupError(str(X))
    if digit == 1:
        raise MemoryError
    raise BaseExceptionGroup("told", [KeyError(str(X))])
