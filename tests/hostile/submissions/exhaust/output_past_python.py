"""Writes megabytes to the standard streams' descriptors, past sys.stdout.

verdict: weigh failed
"""

import os


def weigh(X, w):
    for _ in range(100):
        os.write(1, b"x" * 10**5)
        os.write(2, b"x" * 10**5)
    return X
