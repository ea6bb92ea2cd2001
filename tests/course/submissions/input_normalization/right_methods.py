# Array methods, a helper of its own, and the sets in a loop.
import numpy as np


def _column(v):
    return v.reshape(v.shape[0], 1)


def input_statistics(X):
    m = X.shape[1]
    mu = _column(X.sum(axis=1) / m)
    centred = X - mu
    sigma2 = _column((centred * centred).sum(axis=1)) / m
    return mu, sigma2 ** 0.5


def normalize_inputs(X, mu, sigma):
    X = X.copy()
    X -= mu
    X /= sigma
    return X


def normalize_splits(X_train, X_dev, X_test):
    mean, deviation = input_statistics(X_train)
    result = []
    for X in (X_train, X_dev, X_test):
        result.append(normalize_inputs(X, mean, deviation))
    return result
