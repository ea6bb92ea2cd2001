"""Raises KeyboardInterrupt, which is no Exception.

verdict: weigh error
"""


def weigh(X, w):
    raise KeyboardInterrupt
