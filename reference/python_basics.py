"""First steps with vectors: activations, flattening, normalising, distances."""

import math

import numpy as np


def basic_sigmoid(x: float) -> float:
    """Squash one number into (0, 1), with Python's own ``math``.

    s(x) = 1 / (1 + e^(-x))

    Parameters
    ----------
    x : float or int

    Returns
    -------
    s : float

    Source: the lecture on logistic regression.
    """
    return 1 / (1 + math.exp(-x))


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Squash every entry into (0, 1).

    s(x) = 1 / (1 + e^(-x)), entry by entry

    Parameters
    ----------
    x : number, or array of any shape, of floats or ints

    Returns
    -------
    s : float, or array of x's shape

    Source: the lecture on logistic regression.
    """
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x: np.ndarray) -> np.ndarray:
    """Differentiate the sigmoid at every entry.

    s'(x) = s(x) (1 - s(x)), where s is the sigmoid of x itself, not x

    Parameters
    ----------
    x : number, or array of any shape, of floats or ints

    Returns
    -------
    ds : float, or array of x's shape

    Source: the lecture on activation functions and their derivatives.
    """
    s = sigmoid(x)
    return s * (1 - s)


def image2vector(image: np.ndarray) -> np.ndarray:
    """Lay the values of an image one below the other.

    Row by row, within a row pixel by pixel, within a pixel colour by colour: NumPy's own order.

    Parameters
    ----------
    image : array (length, height, depth), of floats or ints

    Returns
    -------
    v : array (length * height * depth, 1)

    Source: the lecture on binary classification (an image as a feature vector).
    """
    length, height, depth = image.shape
    return image.reshape(length * height * depth, 1)


def normalize_rows(x: np.ndarray) -> np.ndarray:
    """Give every row the length 1.

    Each row is divided by its Euclidean norm sqrt(sum_j x_ij^2); no row may be zero.

    Parameters
    ----------
    x : array (n, m), of floats or ints

    Returns
    -------
    x : array (n, m), a new one

    Source: the lecture on broadcasting.
    """
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    return x / norms


def softmax(x: np.ndarray) -> np.ndarray:
    """Turn every row into probabilities.

    softmax(x)_ij = e^(x_ij) / sum_k e^(x_ik), each row for itself

    Parameters
    ----------
    x : array (n, m), of floats or ints small enough not to overflow

    Returns
    -------
    s : array (n, m), whose rows add up to 1

    Source: the lecture on broadcasting (sums along an axis).
    """
    powers = np.exp(x)
    sums = np.sum(powers, axis=1, keepdims=True)
    return powers / sums


def L1(yhat: np.ndarray, y: np.ndarray) -> float:
    """Add up how far predictions are from the labels.

    L1 = sum_i |y_i - yhat_i|, not averaged

    Parameters
    ----------
    yhat : array (m,), predictions
    y : array (m,), labels

    Returns
    -------
    loss : float

    Source: the lecture on vectorisation.
    """
    return np.sum(np.abs(y - yhat))


def L2(yhat: np.ndarray, y: np.ndarray) -> float:
    """Add up the squared distances of predictions from the labels.

    L2 = sum_i (y_i - yhat_i)^2, neither averaged nor halved, and without a root

    Parameters
    ----------
    yhat : array (m,), predictions
    y : array (m,), labels

    Returns
    -------
    loss : float

    Source: the lecture on vectorisation.
    """
    return np.sum((y - yhat) ** 2)
