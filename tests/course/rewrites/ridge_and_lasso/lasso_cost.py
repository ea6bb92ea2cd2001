"""Every known mistake of lasso_cost once more, in other words."""

import numpy as np


def residuals(w, X, Y):
    return (X.T @ w).T - Y


def squared(w, X, Y):
    r = residuals(w, X, Y).ravel()
    return float(r @ r)


def lasso_cost__penalises_squares(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * (w.T @ w).item()


def lasso_cost__forgets_the_absolute_values(w, X, Y, lambd):
    return squared(w, X, Y) + sum(lambd * v for v in w.ravel())


def lasso_cost__averages_the_errors(w, X, Y, lambd):
    return np.square(residuals(w, X, Y)).mean() + lambd * np.linalg.norm(w.ravel(), 1)


def lasso_cost__halves_and_averages_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * np.linalg.norm(w.ravel(), 1) / (Y.size * 2)


def lasso_cost__adds_absolute_errors(w, X, Y, lambd):
    return np.abs(residuals(w, X, Y)).sum() + lambd * np.linalg.norm(w.ravel(), 1)


def lasso_cost__forgets_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y)
