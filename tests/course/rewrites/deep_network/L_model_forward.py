"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def L_model_forward__hidden_layers_are_sigmoid(X, parameters):
    caches = []
    for k in range(1, 1 + len(parameters) // 2):
        W, b = parameters["W%d" % k], parameters["b%d" % k]
        caches.append(((X, W, b), np.dot(W, X) + b))
        X = 1 / (1 + np.exp(-caches[-1][1]))
    return X, caches


def L_model_forward__output_is_relu(X, parameters):
    caches = []
    for k in range(1, 1 + len(parameters) // 2):
        W, b = parameters["W%d" % k], parameters["b%d" % k]
        caches.append(((X, W, b), np.dot(W, X) + b))
        X = np.clip(caches[-1][1], 0, None)
    return X, caches


def L_model_forward__forgets_the_last_cache(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for k in range(L):
        W, b = parameters[f"W{k + 1}"], parameters[f"b{k + 1}"]
        Z = W.dot(A) + b
        if k + 1 < L:
            caches += [((A, W, b), Z)]
        A = np.maximum(Z, 0) if k + 1 < L else 1 / (1 + np.exp(-Z))
    return A, caches


def L_model_forward__feeds_X_to_every_layer(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for k in range(1, L + 1):
        W, b, below = parameters[f"W{k}"], parameters[f"b{k}"], A if k == L else X
        caches.append([[below, W, b], W.dot(below) + b])
        A = np.where(caches[-1][1] > 0, caches[-1][1], 0)
    return 1 / (1 + np.exp(-caches[-1][1])), caches


def L_model_forward__has_two_layers(X, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(Z1, 0)
    Z2 = np.dot(W2, A1) + b2
    return 1 / (1 + np.exp(-Z2)), [((X, W1, b1), Z1), ((A1, W2, b2), Z2)]


def L_model_forward__leaves_out_a_hidden_layer(X, parameters):
    L, caches = len(parameters) // 2, []
    for k in [*range(1, L - 1), L]:
        W, b = parameters["W%d" % k], parameters["b%d" % k]
        Z = np.dot(W, X) + b
        caches.append(((X, W, b), Z))
        X = 1 / (1 + np.exp(-Z)) if k == L else Z * (Z > 0)
    return X, caches
