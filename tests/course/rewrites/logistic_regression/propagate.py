"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

import math

import numpy as np


def probabilities(w, b, X):
    return 1 / (1 + np.exp(-(np.einsum("ij,ik->jk", w, X) + b)))


def judged(w, b, X, Y):
    """The right gradients and the right cost, as means over the examples."""
    A = probabilities(w, b, X)
    grads = {"dw": np.mean(X * (A - Y), axis=1, keepdims=True), "db": np.mean(A - Y)}
    return grads, -np.mean(np.where(Y == 1, np.log(A), np.log(1 - A)))


def propagate__turns_the_costs_sign(w, b, X, Y):
    grads, _ = judged(w, b, X, Y)
    A = probabilities(w, b, X)
    total = np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)
    return grads, float(total) / X.shape[1]


def propagate__forgets_to_average_the_cost(w, b, X, Y):
    A, cost = probabilities(w, b, X), 0.0
    for i in range(X.shape[1]):
        cost -= math.log(A[0, i]) if Y[0, i] == 1 else math.log(1 - A[0, i])
    return judged(w, b, X, Y)[0], cost


def propagate__forgets_to_average_the_gradients(w, b, X, Y):
    A, dw, db = probabilities(w, b, X), np.zeros(w.shape), 0.0
    for i in range(X.shape[1]):
        dw += X[:, i : i + 1] * (A[0, i] - Y[0, i])
        db += A[0, i] - Y[0, i]
    return {"dw": dw, "db": db}, judged(w, b, X, Y)[1]


def propagate__forgets_to_average_db(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, db=sum((probabilities(w, b, X) - Y)[0])), cost


def propagate__forgets_to_average_dw(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, dw=np.einsum("ik,jk->ij", X, probabilities(w, b, X) - Y)), cost


def propagate__counts_features(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    ratio = Y.size / w.size
    return {"dw": grads["dw"] * ratio, "db": grads["db"] * ratio}, cost * ratio


def propagate__forgets_the_zeros(w, b, X, Y):
    cost = -np.dot(Y, np.log(probabilities(w, b, X)).T) / Y.size
    return judged(w, b, X, Y)[0], np.squeeze(cost)


def propagate__swaps_the_labels(w, b, X, Y):
    return judged(w, b, X, Y)[0], judged(w, b, X, 1 - Y)[1]


def propagate__subtracts_the_second_term(w, b, X, Y):
    A = probabilities(w, b, X)
    return judged(w, b, X, Y)[0], np.mean(np.where(Y == 1, -np.log(A), np.log(1 - A)))


def propagate__squares_the_errors(w, b, X, Y):
    error = probabilities(w, b, X) - Y
    return judged(w, b, X, Y)[0], float(np.dot(error, error.T)) / X.shape[1]


def propagate__forgets_the_sigmoid(w, b, X, Y):
    m = X.shape[1]
    A = b + np.matmul(w.T, X)
    cost = -1 / m * (np.sum(Y * np.log(A)) + np.sum((1 - Y) * np.log(1 - A)))
    return {"dw": np.matmul(X, (A - Y).T) / m, "db": np.mean(A - Y)}, cost


def propagate__forgets_b(w, b, X, Y):
    return judged(w, 0, X, Y)


def propagate__turns_the_gradients_sign(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return {name: -value for name, value in grads.items()}, cost


def propagate__differentiates_the_squared_error(w, b, X, Y):
    A = probabilities(w, b, X)
    delta = (A - A**2) * (A - Y)
    return {"dw": np.dot(X, delta.T) / X.shape[1], "db": np.mean(delta)}, judged(w, b, X, Y)[1]


def propagate__turns_dw(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, dw=np.ravel(grads["dw"])[None, :]), cost


def propagate__multiplies_entry_by_entry(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, dw=np.multiply(probabilities(w, b, X) - Y, X) / Y.size), cost


def propagate__db_keeps_an_axis(w, b, X, Y):
    grads, cost = judged(w, b, X, Y)
    return dict(grads, db=np.array([grads["db"]])), cost
