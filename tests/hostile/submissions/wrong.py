"""Is wrong in every function, and means no harm: what every attack is compared with.

verdict: weigh failed, cost failed, sign failed, twice failed, climb error
"""

import numpy as np


def weigh(X, w):
    return X


def cost(a, y):
    return float(np.sum(np.abs(a - y)))


def sign(tag, x):
    return {"seal": "", "mean": 0.0}


def twice(x):
    return 2 * x


def climb(x):
    return twice(x)[0]
