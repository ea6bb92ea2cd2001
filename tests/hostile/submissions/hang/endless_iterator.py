"""Collects the items of an iterator that has no end and takes no memory.

verdict: weigh timeout
"""

import itertools


def weigh(X, w):
    return any(itertools.repeat(0))
