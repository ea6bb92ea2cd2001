"""Every known mistake of ridge_cost once more, in other words."""

import numpy as np


def residuals(w, X, Y):
    return (X.T @ w).T - Y


def squared(w, X, Y):
    r = residuals(w, X, Y).ravel()
    return float(r @ r)


def ridge_cost__penalises_sizes(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * sum(abs(v) for v in w.ravel())


def ridge_cost__averages_the_errors(w, X, Y, lambd):
    return squared(w, X, Y) / Y.size + lambd * (w.T @ w).item()


def ridge_cost__halves_and_averages_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * (w.T @ w).item() / Y.size / 2


def ridge_cost__halves_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y) + 0.5 * lambd * (w.T @ w).item()


def ridge_cost__lets_errors_cancel(w, X, Y, lambd):
    return residuals(w, X, Y).sum() ** 2 + lambd * (w.T @ w).item()


def ridge_cost__forgets_the_penalty(w, X, Y, lambd):
    total = 0
    for i in range(X.shape[1]):
        total += (Y[0, i] - np.dot(w[:, 0], X[:, i])) ** 2
    return total


def ridge_cost__penalises_the_norm(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * (w.T @ w).item() ** 0.5


def ridge_cost__squares_the_sum_of_weights(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * np.square(w.sum())
