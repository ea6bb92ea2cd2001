"""Returns a view of one number that claims 1e18 entries.

verdict: weigh error
"""

import numpy as np


def weigh(X, w):
    return np.broadcast_to(0.0, (10**9, 10**9))
