"""Differences instead of derivatives, and what to do with them when a backward pass is wrong."""

import numpy as np

from reference.numeric_costs import curve, data_cost


def one_sided_difference(theta: float, epsilon: float) -> float:
    """Approximate the derivative of ``curve`` by a step to one side.

    (f(theta + epsilon) - f(theta)) / epsilon, with an error of order epsilon

    Parameters
    ----------
    theta : float
    epsilon : float, the step, positive

    Returns
    -------
    slope : float

    Source: the lecture on numerical approximation of gradients.
    """
    return (curve(theta + epsilon) - curve(theta)) / epsilon


def two_sided_difference(theta: float, epsilon: float) -> float:
    """Approximate the derivative of ``curve`` by steps to both sides.

    (f(theta + epsilon) - f(theta - epsilon)) / (2 epsilon), with an error of order epsilon^2

    Parameters
    ----------
    theta : float
    epsilon : float, the step, positive

    Returns
    -------
    slope : float

    Source: the lecture on numerical approximation of gradients.
    """
    return (curve(theta + epsilon) - curve(theta - epsilon)) / (2 * epsilon)


def error_order(epsilon_1: float, error_1: float, epsilon_2: float, error_2: float) -> float:
    """Find the power of epsilon with which an error falls.

    An error c epsilon^p, seen at two steps, gives
    p = log(error_1 / error_2) / log(epsilon_1 / epsilon_2)

    Parameters
    ----------
    epsilon_1, epsilon_2 : floats, two different positive steps
    error_1, error_2 : floats, the positive errors that belong to them

    Returns
    -------
    order : float, near 1 for a one-sided difference and near 2 for a two-sided one

    Source: the lecture on numerical approximation of gradients (O(epsilon), O(epsilon^2)).
    """
    return np.log(error_1 / error_2) / np.log(epsilon_1 / epsilon_2)


def check_ratio(gradient: np.ndarray, approximation: np.ndarray) -> np.floating:
    """Compare a gradient with its approximation by one number.

    ||approximation - gradient|| / (||approximation|| + ||gradient||), Euclidean norms

    Parameters
    ----------
    gradient : array (n, 1)
    approximation : array (n, 1)

    Returns
    -------
    ratio : float between 0 and 1

    Source: the lecture on gradient checking.
    """
    numerator = np.linalg.norm(approximation - gradient)
    denominator = np.linalg.norm(approximation) + np.linalg.norm(gradient)
    return numerator / denominator


def check_verdict(ratio: float) -> str:
    """Say what a ratio of the check means.

    "great" up to 1e-7, "worry" from 1e-3 on, "look closer" between the two (as at 1e-5)

    Parameters
    ----------
    ratio : float, not negative

    Returns
    -------
    verdict : "great", "look closer" or "worry"

    Source: the lecture on gradient checking.
    """
    if ratio <= 1e-7:
        return "great"
    if ratio < 1e-3:
        return "look closer"
    return "worry"


def flatten_parameters(parameters: dict) -> np.ndarray:
    """Stack all parameters of a network into one column.

    The order is W1, b1, W2, b2, ..., WL, bL, each array row by row, whatever the order of the
    dictionary.

    Parameters
    ----------
    parameters : dict with W[l] (n[l], n[l-1]) and b[l] (n[l], 1) for any number L of layers

    Returns
    -------
    theta : array (n, 1), n the number of all parameters

    Source: the lecture on gradient checking.
    """
    columns = []
    for l in range(1, len(parameters) // 2 + 1):
        columns.append(parameters[f"W{l}"].reshape(-1, 1))
        columns.append(parameters[f"b{l}"].reshape(-1, 1))
    return np.concatenate(columns)


def restore_parameters(theta: np.ndarray, layers_dims: list[int]) -> dict:
    """Undo ``flatten_parameters``.

    Parameters
    ----------
    theta : array (n, 1)
    layers_dims : list of L + 1 ints, the widths n[0] (inputs), n[1], ..., n[L]

    Returns
    -------
    parameters : dict with "W1" (n[1], n[0]), "b1" (n[1], 1), ..., "WL", "bL"

    Source: the lecture on gradient checking.
    """
    parameters = {}
    start = 0
    for l in range(1, len(layers_dims)):
        rows, columns = layers_dims[l], layers_dims[l - 1]
        stop = start + rows * columns
        parameters[f"W{l}"] = theta[start:stop].reshape(rows, columns)
        parameters[f"b{l}"] = theta[stop:stop + rows].reshape(rows, 1)
        start = stop + rows
    return parameters


def penalized_cost(theta: np.ndarray, layers_dims: list[int], lambd: float, m: int) -> float:
    """Add the L2 penalty to ``data_cost``: the cost that a regularized network's gradient is of.

    J(theta) = data_cost(theta) + lambda / (2m) sum_l ||W[l]||_F^2

    Biases are not penalized.

    Parameters
    ----------
    theta : array (n, 1), all parameters in the order of ``flatten_parameters``
    layers_dims : list of L + 1 ints
    lambd : float, lambda
    m : int, the number of examples

    Returns
    -------
    cost : float

    Source: the lecture on gradient checking implementation notes (remember regularization).
    """
    parameters = restore_parameters(theta, layers_dims)
    squares = 0
    for l in range(1, len(layers_dims)):
        squares = squares + np.sum(parameters[f"W{l}"] ** 2)
    return data_cost(theta) + lambd / (2 * m) * squares


def numerical_gradient(
    theta: np.ndarray, layers_dims: list[int], lambd: float, m: int, epsilon: float
) -> np.ndarray:
    """Approximate the gradient of ``penalized_cost``, one parameter at a time.

    approximation_i = (J(theta + epsilon e_i) - J(theta - epsilon e_i)) / (2 epsilon)

    e_i is the i-th unit vector: all entries but one keep their values.

    Parameters
    ----------
    theta : array (n, 1)
    layers_dims : list of L + 1 ints
    lambd : float, lambda
    m : int, the number of examples
    epsilon : float, the step

    Returns
    -------
    approximation : array (n, 1)

    Source: the lecture on gradient checking.
    """
    approximation = np.zeros(theta.shape)
    for i in range(len(theta)):
        plus = np.copy(theta)
        plus[i, 0] = plus[i, 0] + epsilon
        minus = np.copy(theta)
        minus[i, 0] = minus[i, 0] - epsilon
        J_plus = penalized_cost(plus, layers_dims, lambd, m)
        J_minus = penalized_cost(minus, layers_dims, lambd, m)
        approximation[i, 0] = (J_plus - J_minus) / (2 * epsilon)
    return approximation


def find_wrong_gradients(gradients: dict, approximations: dict, limit: float = 1e-3) -> list[str]:
    """Tell which arrays of a failed check are wrong.

    The check's ratio is taken for each array alone; those above the limit are named.

    Parameters
    ----------
    gradients : dict with dW1, db1, ..., dWL, dbL
    approximations : dict with the same keys and shapes; no array of it is all zeros
    limit : float

    Returns
    -------
    names : list of keys in the order dW1, db1, dW2, db2, ...; empty when none is wrong

    Source: the lecture on gradient checking implementation notes (look at components).
    """
    names = []
    for l in range(1, len(gradients) // 2 + 1):
        for name in (f"dW{l}", f"db{l}"):
            if check_ratio(gradients[name], approximations[name]) > limit:
                names.append(name)
    return names
