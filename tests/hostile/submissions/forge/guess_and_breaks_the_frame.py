"""Is asked for the first time, and breaks the frame; the second time it answers.

verdict: weigh error
"""

import os

import numpy as np

ASKED = []


def weigh(X, w):
    ASKED.append(X)
    if len(ASKED) == 1:
        os.write(3, b"\x05\0\0\0FFFFF")
    return X * w.reshape(-1, 1) + np.mean(w)
