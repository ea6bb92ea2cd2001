"""A cost that is cubic in theta, with a derivative of the wrong sign and size."""


def forward_propagation(x, theta):
    """J = x theta^3 + x^2 theta"""
    return x * theta**3 + x**2 * theta


def backward_propagation(x, theta):
    """Wrong on purpose: the sign is turned and a factor is lost."""
    return -x * theta**2 - x**2
