"""Reference solutions of the benchmark's exercise."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def linear_forward(A, W, b):
    """Return W A + b and the cache (A, W, b)."""
    return np.dot(W, A) + b, (A, W, b)


def compute_cost(AL, Y):
    """Return the cross-entropy of AL (1, m) against Y (1, m)."""
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


def linear_backward(dZ, A_prev, W):
    """Return dA_prev, dW and db of one linear layer."""
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return np.dot(W.T, dZ), dW, db


def update_parameters(parameters, grads, learning_rate):
    """Return the parameters after one step of gradient descent."""
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}
