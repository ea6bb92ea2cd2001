"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def predict_probabilities__drops_units(X, parameters):
    L = len(parameters) // 2
    for l in range(1, L):
        X = parameters["W%d" % l].dot(X) + parameters["b%d" % l]
        X = np.where(np.random.uniform(size=X.shape) < 0.5, 2 * np.maximum(X, 0), 0)
    return 1 / (1 + np.exp(-parameters["W%d" % L].dot(X) - parameters["b%d" % L]))


def predict_probabilities__scales_the_activations(X, parameters):
    L = len(parameters) // 2
    for l in range(1, L):
        X = np.maximum(parameters["W%d" % l].dot(X) + parameters["b%d" % l], 0) / 2
    return 1 / (1 + np.exp(-parameters["W%d" % L].dot(X) - parameters["b%d" % L]))


def predict_probabilities__returns_labels(X, parameters):
    L = len(parameters) // 2
    for l in range(1, L):
        X = np.maximum(parameters["W%d" % l].dot(X) + parameters["b%d" % l], 0)
    return np.where(parameters["W%d" % L].dot(X) + parameters["b%d" % L] > 0, 1.0, 0.0)


def predict_probabilities__forgets_the_sigmoid(X, parameters):
    L = len(parameters) // 2
    Z = X
    for l in range(1, L + 1):
        Z = parameters["W%d" % l].dot(Z if l == 1 else Z * (Z > 0)) + parameters["b%d" % l]
    return Z


def predict_probabilities__uses_relu_at_the_output(X, parameters):
    for l in range(1, len(parameters) // 2 + 1):
        X = np.maximum(parameters["W%d" % l].dot(X) + parameters["b%d" % l], 0)
    return X


def predict_probabilities__uses_sigmoid_throughout(X, parameters):
    for l in range(1, len(parameters) // 2 + 1):
        X = 1 / (1 + np.exp(-parameters["W%d" % l].dot(X) - parameters["b%d" % l]))
    return X
