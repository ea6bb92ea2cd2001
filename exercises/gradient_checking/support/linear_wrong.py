"""The linear cost with a derivative that is too large."""


def forward_propagation(x, theta):
    """J = theta x"""
    return theta * x


def backward_propagation(x, theta):
    """Wrong on purpose: x + 0.5 theta instead of x."""
    return x + 0.5 * theta
