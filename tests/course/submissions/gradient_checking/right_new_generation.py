"""A right solution of 2021 and later: with print_msg, and without any of the course's vectors.

It shifts one entry of a dictionary at a time and puts it back, and adds the norms up in Python.
"""

import math

import numpy as np

import gc_utils


def forward_propagation(x, theta):
    return x * theta


def backward_propagation(x, theta):
    return float(x)


def gradient_check(x, theta, epsilon=1e-7, print_msg=False):
    sides = [forward_propagation(x, theta + sign * epsilon) for sign in (1, -1)]
    gradapprox = (sides[0] - sides[1]) / (2 * epsilon)
    grad = backward_propagation(x, theta)
    difference = abs(grad - gradapprox) / (abs(grad) + abs(gradapprox))
    if print_msg:
        print("difference:", difference)
    return np.array(difference)


def backward_propagation_n(X, Y, cache):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    delta3 = A3 - np.atleast_2d(Y)
    delta2 = (W3.T @ delta3) * np.heaviside(Z2, 0)
    delta1 = (W2.T @ delta2) * np.heaviside(Z1, 0)
    ones = np.ones((m, 1))
    return {
        "dZ3": delta3, "dW3": delta3 @ A2.T / m, "db3": delta3 @ ones / m,
        "dA2": W3.T @ delta3, "dZ2": delta2, "dW2": delta2 @ A1.T / m, "db2": delta2 @ ones / m,
        "dA1": W2.T @ delta2, "dZ1": delta1, "dW1": delta1 @ X.T / m, "db1": delta1 @ ones / m,
    }


def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    above = grads = approximations = 0.0
    for name in ("W1", "b1", "W2", "b2", "W3", "b3"):
        for index in np.ndindex(*parameters[name].shape):
            kept = parameters[name][index]
            parameters[name][index] = kept + epsilon
            plus, _ = gc_utils.forward_propagation_n(X, Y, parameters)
            parameters[name][index] = kept - epsilon
            minus, _ = gc_utils.forward_propagation_n(X, Y, parameters)
            parameters[name][index] = kept
            approximation = (plus - minus) / (2 * epsilon)
            grad = gradients["d" + name][index]
            above += (grad - approximation) ** 2
            grads += grad**2
            approximations += approximation**2
    difference = math.sqrt(above) / (math.sqrt(grads) + math.sqrt(approximations))
    if print_msg:
        print("difference:", difference)
    return difference
