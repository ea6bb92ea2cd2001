"""Returns an array that is larger than any answer, though it fits in memory.

verdict: weigh error
"""

import numpy as np


def weigh(X, w):
    return np.full(4 * 10**6, "x" * 3)
