"""Every known mistake of expected_dropout_cost once more, in other words."""

import numpy as np


def square_sum(w, X, Y):
    r = (X.T @ w)[:, 0] - Y[0]
    return r @ r


def noise(w, X):
    return sum((w[j, 0] * X[j, i]) ** 2 for j in range(X.shape[0]) for i in range(X.shape[1]))


def expected_dropout_cost__turns_the_strength(w, X, Y, keep_prob):
    return square_sum(w, X, Y) + keep_prob * noise(w, X)


def expected_dropout_cost__forgets_to_divide(w, X, Y, keep_prob):
    return square_sum(w, X, Y) + noise(w, X) - keep_prob * noise(w, X)


def expected_dropout_cost__scales_as_plain_dropout(w, X, Y, keep_prob):
    return square_sum(w, X, Y) + (keep_prob - keep_prob**2) * noise(w, X)


def expected_dropout_cost__forgets_the_inputs(w, X, Y, keep_prob):
    return square_sum(w, X, Y) + (1 / keep_prob - 1) * (w.T @ w).item()


def expected_dropout_cost__forgets_the_penalty(w, X, Y, keep_prob):
    return square_sum(w, X, Y)


def expected_dropout_cost__squares_the_prediction(w, X, Y, keep_prob):
    return square_sum(w, X, Y) + (1 / keep_prob - 1) * np.linalg.norm(w.T @ X) ** 2


def expected_dropout_cost__averages(w, X, Y, keep_prob):
    return square_sum(w, X, Y) / Y.size + (1 / keep_prob - 1) * noise(w, X)
