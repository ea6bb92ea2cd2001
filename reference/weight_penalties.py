"""Penalties on large weights: L2 and L1 for logistic regression, weight decay for a network.

Both penalties carry lambda / (2 m), and neither touches a bias.
"""

import numpy as np

from reference.activations import sigmoid
from reference.costs import cross_entropy_cost


def l2_cost(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray, lambd: float) -> float:
    """Add the L2 penalty to the cost of logistic regression.

    J = -(1/m) sum_i [ y_i log a_i + (1 - y_i) log(1 - a_i) ] + lambda / (2 m) * sum_j w_j^2
    with a = sigmoid(w.T x + b)

    Parameters
    ----------
    w : array (n_x, 1)
    b : float
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    cost : float

    Source: the lecture on regularization (logistic regression).
    """
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    penalty = lambd / (2 * m) * np.sum(w**2)
    return cross_entropy_cost(A, Y) + penalty


def l2_gradients(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray, lambd: float) -> dict:
    """Differentiate the cost with the L2 penalty.

    dw = (1/m) X (A - Y).T + (lambda/m) w,  db = (1/m) sum_i (a_i - y_i)

    Parameters
    ----------
    w : array (n_x, 1)
    b : float
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    gradients : dict with dw, array (n_x, 1), and db, float

    Source: the lecture on regularization (logistic regression).
    """
    m = X.shape[1]
    dZ = sigmoid(w.T @ X + b) - Y
    dw = X @ dZ.T / m + lambd / m * w
    db = np.sum(dZ) / m
    return {"dw": dw, "db": db}


def l1_cost(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray, lambd: float) -> float:
    """Add the L1 penalty to the cost of logistic regression.

    J = -(1/m) sum_i [ y_i log a_i + (1 - y_i) log(1 - a_i) ] + lambda / (2 m) * sum_j |w_j|
    with a = sigmoid(w.T x + b)

    Parameters
    ----------
    w : array (n_x, 1)
    b : float
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    cost : float

    Source: the lecture on regularization (logistic regression, L1).
    """
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    penalty = lambd / (2 * m) * np.sum(np.abs(w))
    return cross_entropy_cost(A, Y) + penalty


def l1_gradients(w: np.ndarray, b: float, X: np.ndarray, Y: np.ndarray, lambd: float) -> dict:
    """Differentiate the cost with the L1 penalty.

    dw = (1/m) X (A - Y).T + lambda / (2 m) * sign(w),  db = (1/m) sum_i (a_i - y_i)

    |w| has a kink at 0; sign(0) = 0 is taken there.

    Parameters
    ----------
    w : array (n_x, 1)
    b : float
    X : array (n_x, m)
    Y : array (1, m), labels 0 or 1
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    gradients : dict with dw, array (n_x, 1), and db, float

    Source: the lecture on regularization (logistic regression, L1).
    """
    m = X.shape[1]
    dZ = sigmoid(w.T @ X + b) - Y
    dw = X @ dZ.T / m + lambd / (2 * m) * np.sign(w)
    db = np.sum(dZ) / m
    return {"dw": dw, "db": db}


def squared_frobenius_norm(W: np.ndarray) -> float:
    """Measure how large a weight matrix is.

    ||W||_F^2 = sum over i = 1 ... n[l] and j = 1 ... n[l-1] of w_ij^2

    Parameters
    ----------
    W : array (n[l], n[l-1])

    Returns
    -------
    squared_norm : float

    Source: the lecture on regularization (neural network).
    """
    return np.sum(W**2)


def decay_factor(learning_rate: float, lambd: float, m: int) -> float:
    """Tell by what one step of gradient descent multiplies every weight.

    factor = 1 - alpha lambda / m

    Parameters
    ----------
    learning_rate : float, alpha
    lambd : float, the strength lambda of the L2 penalty
    m : int, the number of examples

    Returns
    -------
    factor : float

    Source: the lecture on regularization (weight decay).
    """
    return 1 - learning_rate * lambd / m


def update_with_weight_decay(
    parameters: dict, grads: dict, learning_rate: float, lambd: float, m: int
) -> dict:
    """Take a step of gradient descent with the L2 penalty on all weights.

    W := (1 - alpha lambda / m) W - alpha dW,  which is  W - alpha (dW + (lambda/m) W)
    b := b - alpha db

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL
    grads : dict with dW1, db1, ..., dWL, dbL: of the cost *without* the penalty
    learning_rate : float, alpha
    lambd : float, the strength lambda of the penalty
    m : int, the number of examples

    Returns
    -------
    updated : dict with W1, b1, ..., WL, bL

    Source: the lecture on regularization (weight decay).
    """
    factor = decay_factor(learning_rate, lambd, m)
    updated = {}
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        updated[f"W{l}"] = factor * W - learning_rate * grads[f"dW{l}"]
        updated[f"b{l}"] = b - learning_rate * grads[f"db{l}"]
    return updated
