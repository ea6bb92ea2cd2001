"""Hands the right helper more than fits through, and then what it cannot hold.

verdict: pace failed, march error
"""

import numpy as np


def pace(x):
    return 0.0


def march(x, steps):
    for size in (10**5, 10**6, 10**12):
        try:
            pace(np.broadcast_to(1.0, size))
        except MemoryError:
            pass
    return 0.0
