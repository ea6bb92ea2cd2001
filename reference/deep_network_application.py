"""Training the network of `deep_network` by batch gradient descent: two layers, and any number."""

import numpy as np

from reference.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters,
    linear_activation_backward,
    linear_activation_forward,
    update_parameters,
)


def initialize_parameters_deep(layers_dims: list[int]) -> dict:
    """Draw random weights that keep the signal's size; biases are zero.

    W[l] = standard normal / sqrt(n[l-1]), b[l] = 0.

    The legacy random state is seeded with 1 once, inside the function and before the first
    layer; then W1, W2, ... are drawn in this order with ``np.random.randn``. This is the
    application's own start: `deep_network` has another scale and another seed.

    Parameters
    ----------
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on weight initialization (variance 1 / n[l-1]).
    """
    np.random.seed(1)
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(layers_dims[l - 1])
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) / scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def two_layer_model(
    X: np.ndarray, Y: np.ndarray, layers_dims: tuple, learning_rate: float = 0.0075,
    num_iterations: int = 3000, print_cost: bool = False
) -> tuple[dict, list]:
    """Train LINEAR -> RELU -> LINEAR -> SIGMOID on the whole batch, step after step.

    W[l] <- W[l] - alpha dJ/dW[l], and b[l] alike, where J is the mean cross-entropy

    Parameters
    ----------
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    layers_dims : (n_x, n_h, n_y), the three widths, n_y = 1
    learning_rate : float, alpha
    num_iterations : int, the number of steps
    print_cost : bool, whether to print the recorded costs

    Returns
    -------
    parameters : dict with W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1), after the
        last step
    costs : list of the costs before steps 0, 100, 200, ...

    Source: Nielsen, Neural Networks and Deep Learning, chapters 1 and 2.
    """
    n_x, n_h, n_y = layers_dims
    parameters = initialize_parameters(n_x, n_h, n_y)
    costs = []
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost before step {i}: {cost:.6f}")
    return parameters, costs


def L_layer_model(
    X: np.ndarray, Y: np.ndarray, layers_dims: list[int], learning_rate: float = 0.0075,
    num_iterations: int = 3000, print_cost: bool = False
) -> tuple[dict, list]:
    """Train (LINEAR -> RELU) * (L-1) -> LINEAR -> SIGMOID on the whole batch, step after step.

    W[l] <- W[l] - alpha dJ/dW[l], and b[l] alike, where J is the mean cross-entropy

    Parameters
    ----------
    X : array (n[0], m)
    Y : array (1, m), labels 0 or 1
    layers_dims : list of L + 1 ints, the widths n[0], n[1], ..., n[L] = 1
    learning_rate : float, alpha
    num_iterations : int, the number of steps
    print_cost : bool, whether to print the recorded costs

    Returns
    -------
    parameters : dict with "W1", "b1", ..., "WL", "bL", after the last step
    costs : list of the costs before steps 0, 100, 200, ...

    Source: Nielsen, Neural Networks and Deep Learning, chapters 1 and 2.
    """
    parameters = initialize_parameters_deep(layers_dims)
    costs = []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost before step {i}: {cost:.6f}")
    return parameters, costs
