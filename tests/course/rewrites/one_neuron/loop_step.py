"""Every known mistake of loop_step once more, in other words."""

import math

import numpy as np


def squash(z):
    return np.exp(z) / (1 + np.exp(z))


def examples(w, b, X, Y):
    """Loss, x dz and dz of every example."""
    for i in range(X.shape[1]):
        a = squash(w[:, 0] @ X[:, i] + b)
        y = Y[0, i]
        yield -math.log(a if y else 1 - a), X[:, i] * (a - y), a - y


def totals(w, b, X, Y):
    J, dw, db = 0.0, np.zeros(w.shape), 0.0
    for loss, slope, error in examples(w, b, X, Y):
        J, dw, db = J + loss, dw + slope[:, None], db + error
    return J, dw, db, X.shape[1]


def loop_step__forgets_to_average(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w - learning_rate * dw, b - learning_rate * db, J / m


def loop_step__forgets_to_average_the_cost(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w - learning_rate * dw / m, b - learning_rate * db / m, J


def loop_step__climbs(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w + learning_rate * dw / m, b + learning_rate * db / m, J / m


def loop_step__forgets_the_learning_rate(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w - dw / m, b - db / m, J / m


def loop_step__keeps_the_bias(w, b, X, Y, learning_rate):
    J, dw, _, m = totals(w, b, X, Y)
    return w - learning_rate * dw / m, b, J / m


def loop_step__learns_from_the_first_example(w, b, X, Y, learning_rate):
    J, _, _, m = totals(w, b, X, Y)
    _, dw, db, _ = totals(w, b, X[:, :1], Y[:, :1])
    return w - learning_rate * dw, b - learning_rate * db, J / m


def loop_step__returns_gradients(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return dw / m, db / m, J / m
