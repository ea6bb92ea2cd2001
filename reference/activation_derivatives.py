"""More activation functions, and the derivatives of all four. Entry by entry.

Every derivative takes Z, what went into the activation, not the activation A that came out.
"""

import numpy as np

from reference.activations import sigmoid


def tanh(Z: np.ndarray) -> np.ndarray:
    """Squash every entry into (-1, 1), symmetric about zero.

    g(z) = (e^z - e^(-z)) / (e^z + e^(-z))

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    A : array of Z's shape

    Source: the lecture on activation functions.
    """
    return np.tanh(Z)


def leaky_relu(Z: np.ndarray) -> np.ndarray:
    """Keep positive entries, shrink the others to a hundredth.

    g(z) = max(0.01 z, z)

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    A : array of Z's shape

    Source: the lecture on activation functions.
    """
    return np.where(Z > 0, Z, 0.01 * Z)


def sigmoid_prime(Z: np.ndarray) -> np.ndarray:
    """Differentiate the sigmoid.

    g'(z) = g(z) (1 - g(z)), at most 1/4

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    slopes : array of Z's shape

    Source: the lecture on activation functions (derivatives).
    """
    A = sigmoid(Z)
    return A * (1 - A)


def tanh_prime(Z: np.ndarray) -> np.ndarray:
    """Differentiate the hyperbolic tangent.

    g'(z) = 1 - g(z)^2, at most 1

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    slopes : array of Z's shape

    Source: the lecture on activation functions (derivatives).
    """
    A = tanh(Z)
    return 1 - A**2


def relu_prime(Z: np.ndarray) -> np.ndarray:
    """Differentiate ReLU.

    g'(z) = 1 where z > 0, else 0

    ReLU has a kink at 0; the value taken there is 0, as everywhere in the course. The slope from
    the right, 1, is accepted as well.

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    slopes : array of Z's shape, holding 0 and 1

    Source: the lecture on activation functions (derivatives).
    """
    return np.where(Z > 0, 1, 0)


def leaky_relu_prime(Z: np.ndarray) -> np.ndarray:
    """Differentiate leaky ReLU.

    g'(z) = 1 where z > 0, else 0.01

    At its kink the slope from the left is taken, as for ReLU.

    Parameters
    ----------
    Z : array of any shape

    Returns
    -------
    slopes : array of Z's shape

    Source: the lecture on activation functions (derivatives).
    """
    return np.where(Z > 0, 1, 0.01)
