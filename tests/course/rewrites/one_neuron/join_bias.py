"""Every known mistake of join_bias once more, in other words."""

import numpy as np


def join_bias__puts_the_bias_last(w, b, X):
    return np.append(w, [[b]], axis=0), np.insert(X, 0, 1, axis=0)


def join_bias__adds_zeros(w, b, X):
    return np.insert(w, 0, b, axis=0), np.pad(X, ((1, 0), (0, 0)))


def join_bias__puts_the_ones_last(w, b, X):
    return np.insert(w, 0, b, axis=0), np.pad(X, ((0, 1), (0, 0)), constant_values=1.0)


def join_bias__repeats_the_bias(w, b, X):
    return np.insert(w, 0, b, axis=0), np.insert(X, 0, b, axis=0)


def join_bias__adds_the_bias_to_the_weights(w, b, X):
    theta = np.zeros((len(w) + 1, 1)) + b
    theta[1:] += w
    return theta, np.insert(X, 0, 1, axis=0)
