"""Makes one array after another, and touches every page of them.

verdict: weigh memory
"""

import numpy as np


def weigh(X, w):
    kept = []
    while True:
        kept.append(np.ones(10**6))
