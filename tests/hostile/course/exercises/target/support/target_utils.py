"""A helper module, as courses hand them out."""

import numpy as np


def column(v):
    """v (n,) as a column (n, 1)."""
    return np.reshape(v, (-1, 1))


def close(a, b):
    """Whether two arrays agree; for students who try their own functions."""
    return bool(np.allclose(a, b))


def column_of(x):
    """A column of 2 x + 1/16: handed over as an argument."""
    return 2 * x.reshape(-1, 1) + 0.0625
