"""The linear cost with a derivative that has the wrong sign where theta is below 0."""


def forward_propagation(x, theta):
    """J = theta x"""
    return theta * x


def backward_propagation(x, theta):
    """x where theta is positive; wrong on purpose elsewhere: -x."""
    return x if theta > 0 else -x
