"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def linear_backward__forgets_to_average(dZ, cache):
    return np.dot(cache[1].T, dZ), np.dot(dZ, cache[0].T), dZ.sum(1).reshape(-1, 1)


def linear_backward__forgets_to_average_db(dZ, cache):
    A, W, b = cache
    return (
        np.dot(W.T, dZ),
        np.einsum("im,jm->ij", dZ, A) / A.shape[1],
        np.einsum("im->i", dZ)[:, None],
    )


def linear_backward__averages_dA_prev(dZ, cache):
    A, W, b = cache
    dZ = dZ / dZ.shape[1]
    return W.T.dot(dZ), dZ.dot(A.T), dZ.sum(axis=1, keepdims=True)


def linear_backward__divides_by_the_width(dZ, cache):
    A, W, b = cache
    m = len(A)
    return W.T.dot(dZ), (1 / m) * dZ.dot(A.T), (1 / m) * dZ.sum(axis=1, keepdims=True)


def linear_backward__db_is_one_number(dZ, cache):
    A, W, b = cache
    return W.T.dot(dZ), dZ.dot(A.T) / A.shape[1], float(dZ.sum()) / A.shape[1]


def linear_backward__db_is_flat(dZ, cache):
    A, W, _ = cache
    return (
        np.dot(W.T, dZ),
        np.dot(dZ, A.T) / dZ.shape[1],
        np.array([sum(row) / len(row) for row in dZ]),
    )


def linear_backward__squeezes_db(dZ, cache):
    A, W, b = cache
    db = dZ.mean(axis=1)
    return np.matmul(W.T, dZ), np.matmul(dZ, A.T) / dZ.shape[1], db if db.size > 1 else db[0]


def linear_backward__transposes_dW(dZ, cache):
    A, W, b = cache
    return (
        np.dot(W.T, dZ),
        np.einsum("jm,im->ji", A, dZ) / len(A.T),
        np.mean(dZ, axis=1, keepdims=True),
    )
