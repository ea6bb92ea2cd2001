"""Doubles a bytes object until memory ends.

verdict: weigh memory
"""


def weigh(X, w):
    kept = b"0123456789"
    while True:
        kept += kept
