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


def _scaled(X, mean, deviation):
    X = X.copy()
    X -= mean
    X /= deviation
    return X


def normalize_inputs(X, mu, sigma):
    return _scaled(X, mu, sigma)


def normalize_splits(X_train, X_dev, X_test):
    mean, deviation = _column(np.mean(X_train, 1)), _column(np.std(X_train, 1))
    result = []
    for X in (X_train, X_dev, X_test):
        result.append(_scaled(X, mean, deviation))
    return result
