"""A cost that bends within a ten-millionth of theta, with its right derivative."""

STEEPNESS = 2.0**22


def forward_propagation(x, theta):
    """J = x (c theta)^3 / c"""
    return x * (STEEPNESS * theta) ** 3 / STEEPNESS


def backward_propagation(x, theta):
    """dJ/dtheta = 3 x (c theta)^2"""
    return 3 * x * (STEEPNESS * theta) ** 2
