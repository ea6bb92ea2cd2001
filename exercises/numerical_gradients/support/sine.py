"""A curve that waves."""

import numpy as np


def curve(theta):
    """sin(2 theta)"""
    return np.sin(2 * theta)
