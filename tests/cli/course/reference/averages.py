import numpy as np


def mean_of(x):
    """The mean of x."""
    return np.mean(x)


def spread_of(x):
    """The standard deviation of x."""
    return np.std(x)
