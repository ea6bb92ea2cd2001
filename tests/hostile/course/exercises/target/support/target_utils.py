"""A helper module, as courses hand them out."""

import numpy as np


def column(v):
    """v (n,) as a column (n, 1)."""
    return np.reshape(v, (-1, 1))


def close(a, b):
    """Whether two arrays agree; for students who try their own functions."""
    return bool(np.allclose(a, b))
