"""Every known mistake of mini_batch once more, in other words."""

import numpy as np


def mini_batch__counts_from_zero(X, Y, t, size):
    chosen = slice(t * size, (t + 1) * size)
    return X[:, chosen], Y[:, chosen]


def mini_batch__steps_by_one(X, Y, t, size):
    chosen = slice(t - 1, t - 1 + size)
    return X[:, chosen], Y[:, chosen]


def mini_batch__ends_one_early(X, Y, t, size):
    chosen = slice(t * size - size, t * size - 1)
    return X[:, chosen], Y[:, chosen]


def mini_batch__cuts_the_inputs_only(X, Y, t, size):
    return X[:, t * size - size : t * size], Y


def mini_batch__takes_the_rest(X, Y, t, size):
    return X[:, size * t - size :], Y[:, size * t - size :]


def mini_batch__cuts_from_the_end(X, Y, t, size):
    m = X.shape[1]
    chosen = np.arange(max(0, m - t * size), m)[:size]
    return X[:, chosen], Y[:, chosen]
