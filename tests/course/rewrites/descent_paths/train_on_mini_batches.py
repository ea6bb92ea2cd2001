"""Every known mistake of train_on_mini_batches once more, in other words."""

import math

import numpy as np


def epochs_of(w, b, X, Y, rate, size, epochs, divisor=None, cost=np.mean, step=1, last=True):
    """Train; what may go wrong are keywords."""
    m = X.shape[1]
    costs = []
    for _ in range(epochs):
        starts = list(range(0, m, size))
        for start in starts if last else starts[:-1]:
            x, y = X[:, start : start + size], Y[:, start : start + size]
            a = 1 / (1 + np.exp(-(x.T @ w).T - b))
            costs.append(cost(-np.log(np.where(y == 1, a, 1 - a))))
            n = x.shape[1] if divisor is None else divisor
            error = (a - y) / n
            w = w - step * rate * x @ error.T
            b = b - step * rate * error.sum()
    return w, b, costs


def train_on_mini_batches__averages_over_all_examples(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, divisor=Y.size)


def train_on_mini_batches__divides_by_the_full_size(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, divisor=size)


def train_on_mini_batches__forgets_to_average(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, divisor=1)


def train_on_mini_batches__trains_on_everything(w, b, X, Y, learning_rate, size, epochs):
    batches = math.ceil(Y.size / size)
    return epochs_of(w, b, X, Y, learning_rate, Y.size, epochs * batches)


def train_on_mini_batches__trains_one_epoch(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, 1)


def train_on_mini_batches__keeps_one_cost_per_epoch(w, b, X, Y, learning_rate, size, epochs):
    w, b, costs = epochs_of(w, b, X, Y, learning_rate, size, epochs)
    return w, b, [costs[k * len(costs) // epochs] for k in range(epochs)]


def train_on_mini_batches__leaves_the_last_batch(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, last=False)


def train_on_mini_batches__adds_up_the_cost(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, cost=np.sum)


def train_on_mini_batches__keeps_the_bias(w, b, X, Y, learning_rate, size, epochs):
    costs = []
    for start in [*range(0, Y.size, size)] * epochs:
        x, y = X[:, start : start + size], Y[:, start : start + size]
        a = 1 / (1 + np.exp(-(w.T @ x) - b))
        costs.append(-np.log(np.where(y == 1, a, 1 - a)).mean())
        w = w - learning_rate * x @ (a - y).T / y.size
    return w, b, costs


def train_on_mini_batches__climbs(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, step=-1)
