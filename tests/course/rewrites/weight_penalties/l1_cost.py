"""The known mistakes of `weight_penalties`, each made once more in another hand."""

import numpy as np


def l1_cost__forgets_the_half(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd * np.linalg.norm(w, 1) / Y.size


def l1_cost__uses_lambda_alone(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd * np.linalg.norm(w, 1)


def l1_cost__forgets_to_average(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + 0.5 * lambd * np.linalg.norm(w, 1)


def l1_cost__multiplies_by_m(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / 2 * Y.size * np.linalg.norm(w, 1)


def l1_cost__forgets_the_absolute_values(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return (
        np.mean(-np.log(np.where(Y == 1, a, 1 - a)))
        + lambd / Y.size / 2 * np.ones(len(w)).dot(w).item()
    )


def l1_cost__takes_the_absolute_value_last(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    total = sum(w.ravel().tolist())
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / Y.size / 2 * max(total, -total)


def l1_cost__penalises_squares(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return (
        np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / Y.size / 2 * np.linalg.norm(w) ** 2
    )


def l1_cost__penalises_the_bias(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    everything = np.append(w, b)
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a))) + lambd / Y.size / 2 * np.linalg.norm(
        everything, 1
    )
