"""Returns more than its case allows, and less than the exercise does.

verdict: crowd error
"""

import numpy as np


def crowd(x):
    return np.broadcast_to(x.sum(axis=1), (100, len(x))).copy()
