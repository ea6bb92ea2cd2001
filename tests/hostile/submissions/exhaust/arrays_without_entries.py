"""Returns thousands of arrays that have axes and no entries.

verdict: weigh error
"""

import numpy as np


def weigh(X, w):
    return [np.zeros((0,) * 32) for _ in range(10**5)]
