"""Returns as many arrays without entries as a result may have parts, each with 30 axes.

verdict: weigh error
"""

import numpy as np


def weigh(X, w):
    e = np.zeros((0,) + (1,) * 29)
    return [e] * 99999
