"""Has the right helper make as much as it can, again and again.

verdict: pace failed, march error
"""

import numpy as np


def pace(x):
    return 0.0


def march(x, steps):
    part = np.zeros((5000, 1))
    for _ in range(1000):
        pace(part)
    return 0.0
