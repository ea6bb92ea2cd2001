"""Checking a backward pass against differences of the forward pass."""

import numpy as np

from reference.activations import relu, sigmoid
from reference.costs import cross_entropy_cost
from reference.parameter_vectors import (
    dictionary_to_vector,
    gradients_to_vector,
    vector_to_dictionary,
)


def forward_propagation(x: float, theta: float) -> float:
    """Compute the cost of the smallest model there is.

    J(theta) = theta * x

    Parameters
    ----------
    x : float, the input
    theta : float, the parameter

    Returns
    -------
    J : float
    """
    return theta * x


def backward_propagation(x: float, theta: float) -> float:
    """Differentiate that cost with respect to its parameter.

    dJ/dtheta = x

    Parameters
    ----------
    x : float, the input
    theta : float, the parameter

    Returns
    -------
    dtheta : float
    """
    return x


def gradient_check(x: float, theta: float, epsilon: float = 1e-7) -> np.floating:
    """Compare the derivative of ``backward_propagation`` with a two-sided difference.

    approximation = (J(theta + epsilon) - J(theta - epsilon)) / (2 epsilon)
    difference = |grad - approximation| / (|grad| + |approximation|)

    J is whatever ``forward_propagation`` computes, and grad whatever ``backward_propagation``
    does; only theta is shifted, x stays.

    Parameters
    ----------
    x : float, the input
    theta : float, where to check
    epsilon : float, the shift

    Returns
    -------
    difference : float, about epsilon^2 for a right derivative (until rounding takes over),
        of the order of 1 for a wrong one

    Source: the lectures on numerical gradients and gradient checking.
    """
    theta_plus = theta + epsilon
    theta_minus = theta - epsilon
    J_plus = forward_propagation(x, theta_plus)
    J_minus = forward_propagation(x, theta_minus)
    approximation = (J_plus - J_minus) / (2 * epsilon)
    grad = backward_propagation(x, theta)
    numerator = np.linalg.norm(grad - approximation)
    denominator = np.linalg.norm(grad) + np.linalg.norm(approximation)
    return numerator / denominator


def forward_propagation_n(X: np.ndarray, Y: np.ndarray, parameters: dict) -> tuple[float, tuple]:
    """Run the network LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID and price it.

    Z[l] = W[l] A[l-1] + b[l], and the cross-entropy cost as a mean over the m examples.

    Parameters
    ----------
    X : array (n0, m)
    Y : array (1, m) or (m,), labels 0 or 1
    parameters : dict with W1 (n1, n0), b1 (n1, 1), W2 (n2, n1), b2 (n2, 1), W3 (1, n2), b3 (1, 1)

    Returns
    -------
    cost : float
    cache : (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)

    return cross_entropy_cost(A3, Y), (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_n(X: np.ndarray, Y: np.ndarray, cache: tuple) -> dict:
    """Differentiate the cost of ``forward_propagation_n`` with respect to every layer.

    dZ[3] = A[3] - Y,  dZ[l] = dA[l] * (A[l] > 0),  dA[l-1] = W[l].T dZ[l]
    dW[l] = (1/m) dZ[l] A[l-1].T,  db[l] = (1/m) row sums of dZ[l]

    dW and db carry the 1/m of the mean, dZ and dA do not; ReLU'(0) is 0.

    Parameters
    ----------
    X : array (n0, m)
    Y : array (1, m) or (m,), labels 0 or 1
    cache : (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) of the forward pass

    Returns
    -------
    gradients : dict with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1, each of the
        shape of what it is the derivative of
    """
    m = X.shape[1]
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache

    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dZ3": dZ3, "dW3": dW3, "db3": db3,
            "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
            "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def gradient_check_n(
    parameters: dict, gradients: dict, X: np.ndarray, Y: np.ndarray, epsilon: float = 1e-7
) -> np.floating:
    """Compare all gradients of the network with two-sided differences of its cost.

    approximation_i = (J(theta + epsilon e_i) - J(theta - epsilon e_i)) / (2 epsilon)
    difference = ||grad - approximation|| / (||grad|| + ||approximation||), Euclidean norms

    theta is the column of all parameters and e_i its i-th unit vector: one entry is shifted at
    a time, all others keep their values. J is the cost of ``forward_propagation_n``.

    Parameters
    ----------
    parameters : dict with W1 (5, 4), b1 (5, 1), W2 (3, 5), b2 (3, 1), W3 (1, 3), b3 (1, 1)
    gradients : dict with dW1, db1, ..., of the parameters' shapes; other keys are ignored
    X : array (4, m)
    Y : array (1, m) or (m,), labels 0 or 1
    epsilon : float, the shift

    Returns
    -------
    difference : float, a scalar

    Source: the lecture on gradient checking.
    """
    theta, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    approximation = np.zeros(theta.shape)

    for i in range(theta.shape[0]):
        theta_plus = np.copy(theta)
        theta_plus[i, 0] = theta_plus[i, 0] + epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus))
        theta_minus = np.copy(theta)
        theta_minus[i, 0] = theta_minus[i, 0] - epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus))
        approximation[i, 0] = (J_plus - J_minus) / (2 * epsilon)

    numerator = np.linalg.norm(grad - approximation)
    denominator = np.linalg.norm(grad) + np.linalg.norm(approximation)
    return numerator / denominator
