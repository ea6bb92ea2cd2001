"""Fills memory while the file is loaded.

verdict: weigh failed
"""


class Full:
    kept = b"0123456789"
    while True:
        kept += kept


def weigh(X, w):
    return X
