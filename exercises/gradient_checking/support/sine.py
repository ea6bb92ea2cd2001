"""A cost that waves in theta, with its right derivative."""

import numpy as np


def forward_propagation(x, theta):
    """J = sin(x theta)"""
    return np.sin(x * theta)


def backward_propagation(x, theta):
    """dJ/dtheta = x cos(x theta)"""
    return x * np.cos(x * theta)
