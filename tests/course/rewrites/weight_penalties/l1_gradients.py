"""The known mistakes of `weight_penalties`, each made once more in another hand."""

import numpy as np


def l1_gradients__forgets_the_half(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * np.sign(w)) / Y.size, "db": gap.mean()}


def l1_gradients__forgets_to_average_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": X.dot(gap.T) / Y.size + 0.5 * lambd * np.sign(w), "db": gap.mean()}


def l1_gradients__pulls_by_the_weight(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + 0.5 * lambd * w) / Y.size, "db": gap.mean()}


def l1_gradients__uses_the_l2_share(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + lambd * w) / Y.size, "db": gap.mean()}


def l1_gradients__pulls_by_the_size(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) + 0.5 * lambd * np.sqrt(w * w)) / Y.size, "db": gap.mean()}


def l1_gradients__forgets_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": np.mean(X * gap, axis=1, keepdims=True), "db": gap.mean()}


def l1_gradients__subtracts_the_penalty(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    return {"dw": (X.dot(gap.T) - 0.5 * lambd * np.sign(w)) / Y.size, "db": gap.mean()}


def l1_gradients__pulls_at_zero(w, b, X, Y, lambd):
    gap = 1 / (1 + np.exp(-(w.T.dot(X) + b))) - Y
    dw = X.dot(gap.T)
    for j in range(len(w)):
        dw[j] += -lambd / 2 if w[j] < 0 else lambd / 2
    return {"dw": dw / Y.size, "db": gap.mean()}


def l1_gradients__penalises_the_bias(w, b, X, Y, lambd):
    ones = np.vstack([X, np.ones(Y.shape)])
    theta = np.append(w, [[b]], axis=0)
    gradient = (
        ones.dot((1 / (1 + np.exp(-theta.T.dot(ones))) - Y).T) + lambd * np.sign(theta) / 2
    ) / Y.size
    return {"dw": gradient[:-1], "db": gradient[-1, 0]}
