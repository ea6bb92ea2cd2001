"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

import math

import numpy as np


def predict__forgets_the_sigmoid(w, b, X):
    return np.array([[1.0 if z > 0.5 else 0.0 for z in (np.dot(w.T, X) + b)[0]]])


def predict__forgets_b(w, b, X):
    return np.where(np.dot(w.T, X) > 0, 1.0, 0.0)


def predict__returns_probabilities(w, b, X):
    return np.array([[1 / (1 + math.exp(-z)) for z in (np.dot(w.T, X) + b)[0]]])


def predict__turns_the_labels(w, b, X):
    return np.dot(w.T, X) + b < 0


def predict__labels_all_as_1(w, b, X):
    labels = np.zeros((1, X.shape[1]))
    labels[1 / (1 + np.exp(-np.dot(w.T, X) - b)) > 0] = 1
    return labels


def predict__labels_all_as_0(w, b, X):
    return np.array([[int(1 / (1 + math.exp(-z))) for z in (np.dot(w.T, X) + b)[0]]])


def predict__loses_the_row(w, b, X):
    return np.array([float(np.dot(w[:, 0], x) + b > 0) for x in X.T])


def predict__labels_with_minus_one(w, b, X):
    return 2 * (np.dot(w.T, X) + b > 0) - 1.0
