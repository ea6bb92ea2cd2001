"""RMSprop: steps divided by the root of a moving average of squared gradients."""

import numpy as np


def initialize_rmsprop(parameters: dict) -> dict:
    """Start the averages of squared gradients at zero.

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers

    Returns
    -------
    s : dict with dW1, db1, ..., zeros of the parameters' shapes
    """
    s = {}
    for name in parameters:
        s["d" + name] = np.zeros(parameters[name].shape)
    return s


def update_parameters_with_rmsprop(
    parameters: dict, grads: dict, s: dict, beta: float = 0.9, learning_rate: float = 0.01,
    epsilon: float = 1e-8
) -> tuple[dict, dict]:
    """Take one step of RMSprop.

    S = beta S + (1 - beta) dW^2,  W = W - alpha dW / (sqrt(S) + epsilon), and the same for b

    Squares and roots are taken entry by entry; epsilon stands outside the root (some notes of
    the lecture leave it out). There is no bias correction.

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers
    grads : dict with dW1, db1, ..., of the parameters' shapes
    s : dict with dW1, db1, ..., the averages so far
    beta : float in [0, 1), how much of the old average stays
    learning_rate : float, alpha
    epsilon : float

    Returns
    -------
    parameters : dict with the same keys and shapes
    s : dict with the new averages

    Source: the lecture on RMSprop; Tieleman and Hinton, Neural Networks for Machine Learning
    (2012), lecture 6.5.
    """
    parameters, s = dict(parameters), dict(s)
    for name in list(parameters):
        grad = grads["d" + name]
        s["d" + name] = beta * s["d" + name] + (1 - beta) * grad**2
        parameters[name] = parameters[name] - learning_rate * grad / (np.sqrt(s["d" + name]) + epsilon)
    return parameters, s


def run_rmsprop(
    parameters: dict, gradients: list, beta: float = 0.9, learning_rate: float = 0.01,
    epsilon: float = 1e-8
) -> tuple[dict, dict]:
    """Take one step of RMSprop for each gradient of a list.

    The averages start at zero and are handed from one step to the next.

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, where to start
    gradients : list of T dicts with dW1, db1, ..., one for each step, in this order
    beta, learning_rate, epsilon : floats, as in ``update_parameters_with_rmsprop``

    Returns
    -------
    parameters : dict with the same keys and shapes, after T steps
    s : dict with the averages after T steps

    Source: the lecture on RMSprop.
    """
    s = initialize_rmsprop(parameters)
    for grads in gradients:
        parameters, s = update_parameters_with_rmsprop(
            parameters, grads, s, beta, learning_rate, epsilon)
    return parameters, s
