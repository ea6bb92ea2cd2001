import numpy as np

SHIFT = 1
OFFSET = 10
FACTOR = 2


def scale(x):
    return FACTOR * np.asarray(x)
