"""A curve whose every derivative counts."""

import numpy as np


def curve(theta):
    """exp(theta) - theta^2"""
    return np.exp(theta) - theta**2
