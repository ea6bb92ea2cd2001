"""Is asked for the first time, and dies; the second time it answers.

verdict: weigh error
"""

import os

import numpy as np

ASKED = []


def weigh(X, w):
    ASKED.append(X)
    if len(ASKED) == 1:
        os._exit(1)
    return X * w.reshape(-1, 1) + np.mean(w)
