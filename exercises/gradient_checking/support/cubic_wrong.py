"""A cost that is cubic in theta, with a derivative that lost a factor."""


def forward_propagation(x, theta):
    """J = x theta^3 + x^2 theta"""
    return x * theta**3 + x**2 * theta


def backward_propagation(x, theta):
    """Wrong on purpose: the factor 3 of the first term is lost."""
    return x * theta**2 + x**2
