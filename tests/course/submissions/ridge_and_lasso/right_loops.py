"""Loops over examples and weights, and the closed form by least squares on more rows."""
import numpy as np


def ridge_cost(w, X, Y, lambd):
    cost = 0.0
    for i in range(X.shape[1]):
        cost += (Y[0, i] - sum(w[j, 0] * X[j, i] for j in range(len(w)))) ** 2
    return cost + lambd * sum(v ** 2 for v in w[:, 0])


def ridge_gradient(w, X, Y, lambd):
    dw = 2 * lambd * w
    for i in range(X.shape[1]):
        error = w[:, 0] @ X[:, i] - Y[0, i]
        dw = dw + 2 * error * X[:, i:i + 1]
    return dw


def ridge_weights(X, Y, lambd):
    n = len(X)
    rows = np.vstack([X.T, np.sqrt(lambd) * np.eye(n)])
    targets = np.vstack([Y.T, np.zeros((n, 1))])
    return np.linalg.lstsq(rows, targets, rcond=None)[0]


def lasso_cost(w, X, Y, lambd):
    return ridge_cost(w, X, Y, 0) + lambd * np.abs(w).sum()


def lasso_gradient(w, X, Y, lambd):
    return ridge_gradient(w, X, Y, 0) + lambd * np.sign(w)


def soft_threshold(w, threshold):
    w = w.copy()
    for j in range(len(w)):
        if w[j, 0] > threshold:
            w[j, 0] -= threshold
        elif w[j, 0] < -threshold:
            w[j, 0] += threshold
        else:
            w[j, 0] = 0
    return w


def lasso_step(w, X, Y, learning_rate, lambd):
    return soft_threshold(w - learning_rate * ridge_gradient(w, X, Y, 0), learning_rate * lambd)


def share_of_zeros(w):
    return list(w.ravel()).count(0) / w.size


def shared_weight_penalties(weight, copies):
    return abs(weight), weight ** 2 / copies


def best_lambda(lambdas, train_errors, dev_errors):
    return lambdas[dev_errors.index(min(dev_errors))]
