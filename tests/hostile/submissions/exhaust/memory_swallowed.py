"""Fills memory, swallows the error, and goes on as if nothing had happened.

verdict: weigh failed
"""


def weigh(X, w):
    kept = []
    try:
        while True:
            kept.append(bytearray(10**7))
    except MemoryError:
        pass
    return X
