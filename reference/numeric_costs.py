"""Two costs to differentiate numerically: of one number, and of a column of parameters."""

import numpy as np


def curve(theta: float) -> float:
    """The lecture's example, theta^3.

    Parameters
    ----------
    theta : float

    Returns
    -------
    value : float
    """
    return theta**3


def data_cost(theta: np.ndarray) -> float:
    """A curved cost of all parameters of a network, in place of one that needs data.

    (1/n) sum_i i sin(theta_i), i = 1, ..., n

    Parameters
    ----------
    theta : array (n, 1)

    Returns
    -------
    cost : float
    """
    i = np.arange(1, len(theta) + 1)
    return np.mean(i * np.sin(theta[:, 0]))
