"""Raises an exception with a message of ten megabytes.

verdict: weigh error
"""


def weigh(X, w):
    raise ValueError("x" * 10**7)
