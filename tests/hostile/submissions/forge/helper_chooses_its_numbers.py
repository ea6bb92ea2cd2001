"""Sends the helper another random state than the one that the case began with.

verdict: toss failed, gamble failed
"""

import numpy as np


def toss(n):
    return np.zeros(n)


def gamble(n):
    np.random.seed(0)
    first = toss(n)
    np.random.seed(1)
    return first + np.random.rand() * toss(n)
