"""Answers rightly only when the same inputs come a second time.

verdict: weigh failed, cost failed
"""

import numpy as np

ASKED = []


def again(*inputs):
    key = b"".join(np.asarray(x).tobytes() for x in inputs)
    ASKED.append(key)
    return ASKED.count(key) > 1


def weigh(X, w):
    return X * w.reshape(-1, 1) + np.mean(w) if again(X, w) else X


def cost(a, y):
    return np.sum((a - y) ** 2) / (2 * len(y)) if again(a, y) else 0.0
