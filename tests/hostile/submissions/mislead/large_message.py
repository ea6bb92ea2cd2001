"""Raises a message of ten megabytes of control characters.

verdict: weigh error
"""


def weigh(X, w):
    raise ValueError("\x1b[31m" * 2 * 10**6)
