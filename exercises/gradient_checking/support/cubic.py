"""A cost that is cubic in theta, with its right derivative."""


def forward_propagation(x, theta):
    """J = x theta^3 + x^2 theta"""
    return x * theta**3 + x**2 * theta


def backward_propagation(x, theta):
    """dJ/dtheta = 3 x theta^2 + x^2"""
    return 3 * x * theta**2 + x**2
