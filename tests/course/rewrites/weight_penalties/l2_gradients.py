"""The known mistakes of `weight_penalties`, each made once more in another hand."""

import numpy as np


def l2_gradients__keeps_the_half(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + 0.5 * lambd * w) / Y.size, "db": gap.mean()}


def l2_gradients__forgets_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": np.mean(X * gap, axis=1, keepdims=True), "db": gap.mean()}


def l2_gradients__forgets_to_average_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    dw = np.mean(X * gap, axis=1, keepdims=True)
    dw += lambd * w
    return {"dw": dw, "db": gap.mean()}


def l2_gradients__subtracts_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": np.mean(X * gap - lambd / Y.size * w, axis=1, keepdims=True), "db": gap.mean()}


def l2_gradients__penalises_the_sum_of_weights(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * w.sum()) / Y.size, "db": gap.mean()}


def l2_gradients__penalises_the_sign(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * w / np.abs(w)) / Y.size, "db": gap.mean()}


def l2_gradients__penalises_the_bias(w, b, X, Y, lambd):
    ones = np.vstack([X, np.ones(Y.shape)])
    theta = np.append(w, [[b]], axis=0)
    gradient = (ones.dot((1 / (1 + np.exp(-theta.T.dot(ones))) - Y).T) + lambd * theta) / Y.size
    return {"dw": gradient[:-1], "db": gradient[-1, 0]}


def l2_gradients__averages_the_penalty_twice(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    dw = X.dot(gap.T)
    dw += lambd * w / Y.size
    dw /= Y.size
    return {"dw": dw, "db": gap.mean()}
