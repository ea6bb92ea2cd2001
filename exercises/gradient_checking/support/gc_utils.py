"""Helpers of gradient checking: activations, the 47 parameters as one column, the network's cost."""

import numpy as np


def sigmoid(x):
    """Squash every entry into (0, 1)."""
    return 1 / (1 + np.exp(-x))


def relu(x):
    """Replace negative entries by zero."""
    return np.maximum(0, x)


def dictionary_to_vector(parameters):
    """Stack W1, b1, W2, b2, W3, b3 into one column; return it and each entry's parameter name."""
    columns, keys = [], []
    for name in ("W1", "b1", "W2", "b2", "W3", "b3"):
        column = np.reshape(parameters[name], (-1, 1))
        columns.append(column)
        keys += [name] * column.shape[0]
    return np.concatenate(columns, axis=0), keys


def vector_to_dictionary(theta):
    """Cut a column of 47 numbers into W1 (5, 4), b1 (5, 1), W2 (3, 5), b2 (3, 1), W3 (1, 3), b3 (1, 1)."""
    return {
        "W1": theta[:20].reshape((5, 4)),
        "b1": theta[20:25].reshape((5, 1)),
        "W2": theta[25:40].reshape((3, 5)),
        "b2": theta[40:43].reshape((3, 1)),
        "W3": theta[43:46].reshape((1, 3)),
        "b3": theta[46:47].reshape((1, 1)),
    }


def gradients_to_vector(gradients):
    """Stack dW1, db1, dW2, db2, dW3, db3 into one column."""
    names = ("dW1", "db1", "dW2", "db2", "dW3", "db3")
    return np.concatenate([np.reshape(gradients[name], (-1, 1)) for name in names], axis=0)


def forward_propagation_n(X, Y, parameters):
    """Return the network's cross-entropy cost and the cache of the pass."""
    cache, A = [], X
    for layer, activation in ((1, relu), (2, relu), (3, sigmoid)):
        W, b = parameters["W%d" % layer], parameters["b%d" % layer]
        Z = np.dot(W, A) + b
        A = activation(Z)
        cache += [Z, A, W, b]
    losses = -np.log(A) * Y - np.log(1 - A) * (1 - Y)
    return np.sum(losses) / X.shape[1], tuple(cache)
