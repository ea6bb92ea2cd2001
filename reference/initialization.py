"""Three ways to choose a network's first parameters."""

import numpy as np


def initialize_parameters_zeros(layers_dims: list[int]) -> dict:
    """Start every weight and bias at zero.

    W[l] = 0, b[l] = 0. All units of a layer then compute the same value and receive the same
    gradient, so they stay copies of each other: the network never learns more than a
    linear classifier would.

    Parameters
    ----------
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on weight initialization (breaking symmetry).
    """
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_random(layers_dims: list[int]) -> dict:
    """Draw large random weights, far too large on purpose; biases are zero.

    W[l] = 10 * standard normal, b[l] = 0.

    The legacy random state is seeded with 3 once, inside the function and before the first
    layer; then W1, W2, ... are drawn in this order with ``np.random.randn``.

    Parameters
    ----------
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on exploding gradients.
    """
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 10
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_he(layers_dims: list[int]) -> dict:
    """Draw random weights of a size that keeps the signal's size through ReLU layers.

    W[l] = standard normal * sqrt(2 / n[l-1]), b[l] = 0.

    A unit sums n[l-1] terms and ReLU discards half of their power; the variance 2 / n[l-1]
    makes up for both.

    The legacy random state is seeded with 3 once, inside the function and before the first
    layer; then W1, W2, ... are drawn in this order with ``np.random.randn``.

    Parameters
    ----------
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: He, Zhang, Ren and Sun, Delving Deep into Rectifiers (2015), section 2.2.
    """
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / layers_dims[l - 1])
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters
