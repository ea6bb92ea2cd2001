"""Every known mistake of ridge_gradient once more, in other words."""

import numpy as np


def residuals(w, X, Y):
    return (X.T @ w).T - Y


def slope(w, X, Y):
    """The gradient of the squared errors."""
    return 2 * X.dot(residuals(w, X, Y).T)


def ridge_gradient__forgets_the_two_of_the_errors(w, X, Y, lambd):
    return slope(w, X, Y) / 2 + lambd * (w + w)


def ridge_gradient__forgets_the_two_of_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y) + w * lambd


def ridge_gradient__halves_everything(w, X, Y, lambd):
    return (slope(w, X, Y) + 2 * lambd * w) / 2


def ridge_gradient__climbs(w, X, Y, lambd):
    return 2 * lambd * w - slope(w, X, Y)


def ridge_gradient__averages(w, X, Y, lambd):
    return slope(w, X, Y) / Y.size + 2 * lambd * w


def ridge_gradient__forgets_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y)


def ridge_gradient__pulls_by_the_sign(w, X, Y, lambd):
    return slope(w, X, Y) + 2 * lambd * np.where(w > 0, 1, -1)


def ridge_gradient__subtracts_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y) - lambd * (w + w)
