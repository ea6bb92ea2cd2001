"""The known mistakes of `weight_penalties`, each made once more in another hand."""

import numpy as np


def l2_cost__multiplies_by_m(w, b, X, Y, lambd):
    m = Y.size
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.mean(np.log(np.where(Y == 1, a, 1 - a))) + lambd / 2 * m * np.vdot(w, w)


def l2_cost__forgets_the_half(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return np.mean(-np.log(np.where(Y == 1, a, 1 - a)) + lambd * np.vdot(w, w) / Y.size)


def l2_cost__forgets_to_average(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + 0.5 * lambd * np.vdot(w, w)


def l2_cost__forgets_the_squares(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    total = 0.0
    for weight in w.ravel():
        total += weight
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * total / Y.size / 2


def l2_cost__penalises_absolute_values(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * np.linalg.norm(w, 1) / Y.size / 2


def l2_cost__penalises_the_norm(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    return -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * np.sqrt(np.vdot(w, w)) / Y.size / 2


def l2_cost__penalises_the_bias(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    everything = np.append(w, b)
    return (
        -np.log(np.where(Y == 1, a, 1 - a)).mean() + lambd * everything.dot(everything) / Y.size / 2
    )


def l2_cost__subtracts_the_penalty(w, b, X, Y, lambd):
    a = 1 / (1 + np.exp(-(w.T.dot(X) + b)))
    likelihood = np.log(np.where(Y == 1, a, 1 - a)).sum() + lambd / 2 * np.vdot(w, w)
    return -likelihood / Y.size


def l2_cost__forgets_the_penalty(w, b, X, Y, lambd):
    z = w.T.dot(X) + b
    return np.mean(np.log1p(np.exp(z)) - Y * z)


def l2_cost__returns_the_penalty_alone(w, b, X, Y, lambd):
    return lambd * sum(float(weight) ** 2 for weight in w[:, 0]) / len(Y[0]) / 2
