"""Costs: one number for a whole batch, always the mean over its examples."""

import numpy as np


def cross_entropy_cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Measure how far predicted probabilities are from the labels.

    J = -(1/m) sum_i [ y_i log a_i + (1 - y_i) log(1 - a_i) ]

    A term 0 * log(0), a certain and right prediction, is taken as its limit 0.

    Parameters
    ----------
    A : array (1, m), predicted probabilities
    Y : array (1, m) or (m,), labels 0 or 1

    Returns
    -------
    cost : float
    """
    m = A.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_likelihood = Y * np.log(A) + (1 - Y) * np.log(1 - A)
    return -np.nansum(log_likelihood) / m
