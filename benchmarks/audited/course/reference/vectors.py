"""Linear algebra: a norm, a projection, a triangular system, a power iteration."""

import numpy as np


def norm(x, p=2):
    """Return the p-norm of a vector; p may be np.inf.

    x: array (n,), p: a number from 1 on; returns a number.
    """
    x = np.asarray(x, dtype=float)
    if p == np.inf:
        return np.max(np.abs(x))
    return np.sum(np.abs(x) ** p) ** (1 / p)


def project(x, A):
    """Return the orthogonal projection of x on the space that the columns of A span.

    x: array (n,), A: array (n, k) of full column rank; returns an array (n,).
    """
    A = np.asarray(A, dtype=float)
    Q = np.linalg.qr(A)[0]
    return Q @ (Q.T @ x)


def back_substitution(U, b):
    """Solve U x = b for an upper triangular U without a zero on its diagonal.

    U: array (n, n), b: array (n,); returns an array (n,).
    """
    n = U.shape[0]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - U[i, i + 1 :] @ x[i + 1 :]) / U[i, i]
    return x


def rank(A, tol=1e-8):
    """Return how many singular values of A are larger than tol times the largest one.

    A: array (m, n); returns an integer.
    """
    s = np.linalg.svd(A, compute_uv=False)
    if s.size == 0 or s[0] == 0:
        return 0
    return int(np.sum(s > tol * s[0]))
