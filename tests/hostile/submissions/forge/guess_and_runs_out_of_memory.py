"""Is asked for the first time, and runs out of memory; the second time it answers.

verdict: weigh memory
"""

import os

import numpy as np

ASKED = []


def weigh(X, w):
    ASKED.append(X)
    if len(ASKED) == 1:
        raise MemoryError
    return X * w.reshape(-1, 1) + np.mean(w)
