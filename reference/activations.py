"""Activation functions, applied entry by entry."""

import numpy as np


def sigmoid(Z: np.ndarray) -> np.ndarray:
    """Squash every entry into (0, 1).

    g(z) = 1 / (1 + e^(-z))

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    A : array of Z's shape
    """
    return 1 / (1 + np.exp(-Z))


def relu(Z: np.ndarray) -> np.ndarray:
    """Keep positive entries, replace the others by zero.

    g(z) = max(0, z). Where its derivative is needed, g'(0) = 0: a backward pass may then read
    it off the activation alone, as A > 0.

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    A : array of Z's shape
    """
    return np.maximum(0, Z)
