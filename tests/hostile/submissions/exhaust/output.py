"""Prints twenty megabytes.

verdict: weigh failed
"""


def weigh(X, w):
    for _ in range(20):
        print("x" * 10**6)
    return X
