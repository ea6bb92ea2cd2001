"""A network's parameters as one long column, for checking every single one of them.

The network is 4 inputs, two ReLU layers of 5 and 3 units, one sigmoid output: 47 numbers in the
order W1, b1, W2, b2, W3, b3, each array row by row.
"""

import numpy as np

SHAPES = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}


def dictionary_to_vector(parameters: dict) -> tuple[np.ndarray, list]:
    """Stack all parameters into one column.

    Parameters
    ----------
    parameters : dict with W1 (5, 4), b1 (5, 1), W2 (3, 5), b2 (3, 1), W3 (1, 3), b3 (1, 1)

    Returns
    -------
    theta : array (47, 1), a copy
    keys : list of 47 names: the parameter that each entry belongs to
    """
    theta = np.concatenate([np.reshape(parameters[name], (-1, 1)) for name in SHAPES])
    keys = [name for name in SHAPES for _ in range(np.size(parameters[name]))]
    return theta, keys


def vector_to_dictionary(theta: np.ndarray) -> dict:
    """Undo ``dictionary_to_vector``.

    Parameters
    ----------
    theta : array (47, 1)

    Returns
    -------
    parameters : dict with W1 (5, 4), b1 (5, 1), W2 (3, 5), b2 (3, 1), W3 (1, 3), b3 (1, 1)
    """
    parameters = {}
    start = 0
    for name, shape in SHAPES.items():
        stop = start + shape[0] * shape[1]
        parameters[name] = theta[start:stop].reshape(shape)
        start = stop
    return parameters


def gradients_to_vector(gradients: dict) -> np.ndarray:
    """Stack dW1, db1, dW2, db2, dW3, db3 in the order of ``dictionary_to_vector``.

    Parameters
    ----------
    gradients : dict with at least these six keys; others are left out

    Returns
    -------
    theta : array (47, 1), a copy
    """
    return np.concatenate([np.reshape(gradients["d" + name], (-1, 1)) for name in SHAPES])
