"""The two costs that the exercise differentiates; a case may put others in their place."""

import numpy as np


def curve(theta):
    """The lecture's example: theta cubed."""
    return theta**3


def data_cost(theta):
    """The mean over i = 1, ..., n of i sin(theta_i), for a column theta of n numbers."""
    numbers = np.arange(1, theta.shape[0] + 1).reshape(-1, 1)
    return float(np.sum(numbers * np.sin(theta)) / theta.shape[0])
