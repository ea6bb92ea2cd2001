"""Random weights of a size that suits the layer and its activation."""

import numpy as np


def weight_deviation(scaling: str, n_before: int, n: int) -> float:
    """Compute the standard deviation that a scaling gives to a layer's weights.

    xavier  sqrt(1 / n[l-1])              for tanh
    he      sqrt(2 / n[l-1])              for ReLU
    bengio  sqrt(2 / (n[l-1] + n[l]))

    Parameters
    ----------
    scaling : "xavier", "he" or "bengio"
    n_before : int, n[l-1], the units that feed the layer
    n : int, n[l], the layer's own units

    Returns
    -------
    deviation : float, the root of the variance

    Source: the lecture on weight initialization for deep networks.
    """
    if scaling == "xavier":
        variance = 1 / n_before
    elif scaling == "he":
        variance = 2 / n_before
    else:
        variance = 2 / (n_before + n)
    return np.sqrt(variance)


def initialize_scaled(layers_dims: list[int], scaling: str, seed: int) -> dict:
    """Draw weights that keep the signal's size from layer to layer.

    W[l] = standard normal * deviation of the layer, b[l] = 0
    deviation: xavier sqrt(1 / n[l-1]),  he sqrt(2 / n[l-1]),  bengio sqrt(2 / (n[l-1] + n[l]))

    The legacy random state is seeded once, inside the function and before the first layer; then
    W1, W2, ... are drawn in this order with ``np.random.randn``.

    Parameters
    ----------
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]
    scaling : "xavier", "he" or "bengio", of every layer
    seed : int

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on weight initialization for deep networks; He, Zhang, Ren and Sun,
    Delving Deep into Rectifiers (2015), section 2.2; Glorot and Bengio, Understanding the
    difficulty of training deep feedforward neural networks (2010), equation 12.
    """
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = weight_deviation(scaling, layers_dims[l - 1], layers_dims[l])
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_for_activations(layers_dims: list[int], activations: list, seed: int) -> dict:
    """Give every layer the weights that suit its own activation.

    W[l] = standard normal * sqrt(2 / n[l-1]) for a ReLU layer, * sqrt(1 / n[l-1]) for tanh
    b[l] = 0

    The legacy random state is seeded once, inside the function and before the first layer; then
    W1, W2, ... are drawn in this order with ``np.random.randn``.

    Parameters
    ----------
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]
    activations : list of L names, "relu" or "tanh", of the layers 1, ..., L
    seed : int

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on weight initialization for deep networks.
    """
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        gain = 2 if activations[l - 1] == "relu" else 1
        scale = np.sqrt(gain / layers_dims[l - 1])
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters
