"""Every known mistake of ridge_weights once more, in other words."""

import numpy as np


def minimum(A, X, Y):
    return np.linalg.inv(A) @ (X @ Y.T)


def ridge_weights__forgets_the_penalty(X, Y, lambd):
    return np.linalg.lstsq(X.T, Y.T, rcond=None)[0]


def ridge_weights__divides_lambda_by_m(X, Y, lambd):
    return minimum(X @ X.T + np.diag([lambd / Y.size] * len(X)), X, Y)


def ridge_weights__halves_lambda(X, Y, lambd):
    return minimum(2 * X @ X.T + np.diag([lambd] * len(X)), 2 * X, Y)


def ridge_weights__squares_lambda(X, Y, lambd):
    return minimum(X @ X.T + np.diag([lambd * lambd] * len(X)), X, Y)


def ridge_weights__subtracts_the_penalty(X, Y, lambd):
    return minimum(X @ X.T + np.diag([-lambd] * len(X)), X, Y)
