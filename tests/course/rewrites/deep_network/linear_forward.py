"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def linear_forward__forgets_the_bias(A, W, b):
    return np.einsum("ij,jm->im", W, A), (A, W, b)


def linear_forward__multiplies_entry_by_entry(A, W, b):
    return np.add(np.multiply(W, A), b), (A, W, b)


def linear_forward__swaps_the_factors(A, W, b):
    return np.dot(A, W) + b, (A, W, b)


def linear_forward__caches_in_another_order(A, W, b):
    Z = np.array([[sum(w * a for w, a in zip(row, column)) for column in A.T] for row in W])
    return Z + b, [W, A, b]


def linear_forward__caches_Z(A, W, b):
    Z = b + np.matmul(W, A)
    cache = Z, W, b
    return Z, cache
