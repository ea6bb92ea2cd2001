"""Loops when it is asked for the first time, to be asked once more.

verdict: weigh timeout
"""

import numpy as np

ASKED = []


def weigh(X, w):
    ASKED.append(X)
    while len(ASKED) == 1:
        pass
    return X * w.reshape(-1, 1) + np.mean(w)
