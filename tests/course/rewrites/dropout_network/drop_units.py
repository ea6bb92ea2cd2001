"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def drop_units__keeps_the_wrong_units(A, keep_prob):
    D = 1 - (np.random.rand(*A.shape) <= keep_prob)
    return D * A / keep_prob, D


def drop_units__keeps_the_other_end(A, keep_prob):
    dropped = np.random.rand(*A.shape) <= 1 - keep_prob
    D = np.where(dropped, 0, 1)
    return A / keep_prob * D, D


def drop_units__draws_normal_masks(A, keep_prob):
    D = np.random.normal(size=A.shape) < keep_prob
    return np.where(D, A / keep_prob, 0), D


def drop_units__uses_a_literal_half(A, keep_prob):
    D = np.random.uniform(size=A.shape) < 1 / 2
    return np.where(D, A / keep_prob, 0), D


def drop_units__draws_one_number_per_unit(A, keep_prob):
    D = np.ones(A.shape, dtype=int)
    for row, draw in enumerate(np.random.rand(len(A))):
        D[row] = draw < keep_prob
    return A * D / keep_prob, D


def drop_units__forgets_to_rescale(A, keep_prob):
    D = np.random.uniform(size=A.shape) < keep_prob
    A[~D] = 0
    return A, D


def drop_units__multiplies_by_keep_prob(A, keep_prob):
    D = np.random.uniform(size=A.shape) < keep_prob
    A[~D] = 0
    A *= keep_prob
    return A, D


def drop_units__forgets_the_mask(A, keep_prob):
    D = (np.random.uniform(size=A.shape) < keep_prob).astype(float)
    return np.divide(A, keep_prob), D


def drop_units__rescales_by_the_share_that_was_kept(A, keep_prob):
    D = np.random.uniform(size=A.shape) < keep_prob
    share = np.count_nonzero(D) / D.size
    return np.where(D, A / share, 0), D
