"""Optional arguments in an order of one's own."""

import numpy as np


def nn_model(X, Y, n_h, print_cost=True, learning_rate=1.2, num_iterations=10000):
    np.random.seed(3)
    p = {
        "W1": np.random.randn(n_h, X.shape[0]) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(Y.shape[0], n_h) * 0.01,
        "b2": np.zeros((Y.shape[0], 1)),
    }
    m = X.shape[1]
    for step in range(num_iterations):
        A1 = np.tanh(np.dot(p["W1"], X) + p["b1"])
        A2 = 1 / (1 + np.exp(-np.dot(p["W2"], A1) - p["b2"]))
        d2 = (A2 - Y) / m
        d1 = np.dot(p["W2"].T, d2) * (1 - np.power(A1, 2))
        p["W2"] = p["W2"] - learning_rate * np.dot(d2, A1.T)
        p["b2"] = p["b2"] - learning_rate * np.sum(d2, axis=1, keepdims=True)
        p["W1"] = p["W1"] - learning_rate * np.dot(d1, X.T)
        p["b1"] = p["b1"] - learning_rate * np.sum(d1, axis=1, keepdims=True)
        if print_cost and step % 1000 == 0:
            print(step)
    return p
