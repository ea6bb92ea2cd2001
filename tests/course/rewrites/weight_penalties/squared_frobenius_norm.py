"""The known mistakes of `weight_penalties`, each made once more in another hand."""

import numpy as np


def squared_frobenius_norm__takes_the_root(W):
    return np.sqrt(np.einsum("ij,ij->", W, W))


def squared_frobenius_norm__sums_without_squares(W):
    return sum(float(entry) for row in W for entry in row)


def squared_frobenius_norm__squares_the_sum(W):
    return np.einsum("ij,kl->", W, W)


def squared_frobenius_norm__sums_absolute_values(W):
    return sum(abs(float(entry)) for row in W for entry in row)


def squared_frobenius_norm__averages_the_squares(W):
    rows, columns = W.shape
    return np.einsum("ij,ij->", W, W) / (rows * columns)


def squared_frobenius_norm__takes_the_spectral_norm(W):
    return np.linalg.eigvalsh(W.dot(W.T)).max()


def squared_frobenius_norm__sums_within_columns(W):
    return np.array([column.dot(column) for column in W.T])
