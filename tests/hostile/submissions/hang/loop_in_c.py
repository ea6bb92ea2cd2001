"""Loops inside the interpreter's own C code, where no Python signal handler runs.

verdict: weigh timeout
"""


def weigh(X, w):
    return sum(range(10**15))
