"""Mistakes of regularization as notebooks show them: numbers written out, features counted."""

import numpy as np


def relu(z):
    return z * (z > 0)


def compute_cost_with_regularization__uses_the_notebooks_lambda(A3, Y, parameters, lambd):
    m = Y.shape[-1]
    losses = -(Y * np.log(A3) + (1 - Y) * np.log1p(-A3))
    weights = np.concatenate([parameters[name].ravel() for name in ("W1", "W2", "W3")])
    return losses.sum() / m + 0.35 * np.dot(weights, weights) / m


def decayed(X, Y, cache, share, rate):
    """Gradients of the cost with its penalty: ``share`` is what the sums are multiplied with."""
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (A1 > 0)
    found = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for l, dZ, A, W in ((1, dZ1, X, W1), (2, dZ2, A1, W2), (3, dZ3, A2, W3)):
        found[f"dW{l}"] = share * (dZ @ A.T + rate * W)
        found[f"db{l}"] = share * dZ.sum(axis=1, keepdims=True)
    return found


def backward_propagation_with_regularization__counts_features(X, Y, cache, lambd):
    return decayed(X, Y, cache, 1 / len(X), lambd)


def backward_propagation_with_regularization__uses_the_notebooks_lambda(X, Y, cache, lambd):
    return decayed(X, Y, cache, 1 / Y.size, 0.7)


def forward_propagation_with_dropout__uses_the_notebooks_keep_prob(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    cache, A, keep = [], X, 0.86
    for l in (1, 2):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        D = np.random.random(Z.shape) < keep
        A = relu(Z) * D / keep
        cache += [Z, D, A, W, b]
    W, b = parameters["W3"], parameters["b3"]
    Z = W @ A + b
    A = 1 / (1 + np.exp(-Z))
    return A, (*cache, Z, A, W, b)


def backward_propagation_with_dropout__counts_features(X, Y, cache, keep_prob):
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    m = X.shape[0]
    dZ3 = A3 - Y
    dA2 = W3.T @ dZ3 * D2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = W2.T @ dZ2 * D1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    found = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for l, dZ, A in ((1, dZ1, X), (2, dZ2, A1), (3, dZ3, A2)):
        found |= {f"dW{l}": dZ @ A.T / m, f"db{l}": dZ.sum(axis=1, keepdims=True) / m}
    return found
