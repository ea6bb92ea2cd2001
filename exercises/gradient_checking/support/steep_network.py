"""A cost of all parameters that bends within a ten-millionth of each."""

import numpy as np

STEEPNESS = 2.0**22


def forward_propagation_n(X, Y, parameters):
    """J = the sum of (c p)^3 over all parameters p; X and Y have no part in it."""
    names = ("W1", "b1", "W2", "b2", "W3", "b3")
    return float(sum(np.sum((STEEPNESS * parameters[name]) ** 3) for name in names)), ()
