"""Every known mistake of lasso_step once more, in other words."""

import numpy as np


def residuals(w, X, Y):
    return (X.T @ w).T - Y


def slope(w, X, Y):
    """The gradient of the squared errors."""
    return 2 * X.dot(residuals(w, X, Y).T)


def shrink(w, t):
    return np.where(w > t, w - t, np.where(w < -t, w + t, 0.0))


def lasso_step__forgets_the_learning_rate_in_the_threshold(w, X, Y, learning_rate, lambd):
    return shrink(w - learning_rate * slope(w, X, Y), lambd)


def lasso_step__does_not_threshold(w, X, Y, learning_rate, lambd):
    return w - learning_rate * slope(w, X, Y)


def lasso_step__forgets_the_two(w, X, Y, learning_rate, lambd):
    return shrink(w - learning_rate * slope(w, X, Y) / 2, learning_rate * lambd)


def lasso_step__climbs(w, X, Y, learning_rate, lambd):
    return shrink(w + learning_rate * slope(w, X, Y), learning_rate * lambd)


def lasso_step__penalises_twice(w, X, Y, learning_rate, lambd):
    whole = slope(w, X, Y) + lambd * np.sign(w)
    return shrink(w - learning_rate * whole, learning_rate * lambd)


def lasso_step__follows_the_gradient(w, X, Y, learning_rate, lambd):
    return w - learning_rate * (slope(w, X, Y) + lambd * np.sign(w))


def lasso_step__thresholds_before_the_step(w, X, Y, learning_rate, lambd):
    step = learning_rate * slope(w, X, Y)
    return shrink(w, learning_rate * lambd) - step


def lasso_step__doubles_the_threshold(w, X, Y, learning_rate, lambd):
    return shrink(w - learning_rate * slope(w, X, Y), learning_rate * lambd * 2)
