"""Answers rightly once another function of the file was called in the same process.

verdict: weigh failed, cost failed
"""

import sys

import numpy as np


def cost(a, y):
    sys.modules["numpy"].asked = True
    return 0.0


def weigh(X, w):
    return X * w.reshape(-1, 1) + np.mean(w) if hasattr(np, "asked") else X
