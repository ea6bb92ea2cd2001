"""Multiplies matrices in the linear algebra library until the end of time.

verdict: weigh timeout
"""

import numpy as np


def weigh(X, w):
    A = np.ones((300, 300))
    while True:
        A = A @ A
        A = A / A.max()
