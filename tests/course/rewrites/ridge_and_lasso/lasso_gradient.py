"""Every known mistake of lasso_gradient once more, in other words."""

import numpy as np


def residuals(w, X, Y):
    return (X.T @ w).T - Y


def slope(w, X, Y):
    """The gradient of the squared errors."""
    return 2 * X.dot(residuals(w, X, Y).T)


def lasso_gradient__doubles_the_pull(w, X, Y, lambd):
    return slope(w, X, Y) + lambd * 2 * ((w > 0) * 1.0 - (w < 0))


def lasso_gradient__pulls_by_the_weight(w, X, Y, lambd):
    return slope(w, X, Y) + w * lambd


def lasso_gradient__uses_the_ridge_pull(w, X, Y, lambd):
    return slope(w, X, Y) + (w + w) * lambd


def lasso_gradient__pulls_at_zero(w, X, Y, lambd):
    pull = np.ones_like(w)
    pull[w < 0] = -1
    return slope(w, X, Y) + pull * lambd


def lasso_gradient__forgets_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y)


def lasso_gradient__climbs(w, X, Y, lambd):
    return lambd * np.sign(w) - slope(w, X, Y)


def lasso_gradient__forgets_the_two_of_the_errors(w, X, Y, lambd):
    return lambd * np.sign(w) + slope(w, X, Y) / 2


def lasso_gradient__subtracts_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y) - lambd * np.sign(w)
