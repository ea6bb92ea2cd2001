"""Computes one enormous integer.

verdict: weigh timeout
"""


def weigh(X, w):
    return (7**7**8) % 10**9
