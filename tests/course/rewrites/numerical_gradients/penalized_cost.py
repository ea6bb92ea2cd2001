"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def penalized_cost__forgets_the_2(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += sum(w * w for w in W)
        at += n * p + n
    return data_cost(theta) + squares * lambd / m


def penalized_cost__forgets_the_examples(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += sum(w * w for w in W)
        at += n * p + n
    return 0.5 * lambd * squares + data_cost(theta)


def penalized_cost__multiplies_by_m(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += sum(w * w for w in W)
        at += n * p + n
    return data_cost(theta) + 0.5 * lambd * m * squares


def penalized_cost__penalizes_biases(theta, layers_dims, lambd, m):
    return data_cost(theta) + np.vdot(theta, theta) * lambd / (m + m)


def penalized_cost__sums_absolute_weights(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += abs(W).sum()
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__forgets_the_squares(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W.sum()
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__adds_norms(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += math.sqrt(W @ W)
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__squares_the_sum(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W.sum() * W.sum()
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__averages_the_squares(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W @ W / len(W)
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__penalizes_the_last_layer_only(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares = W @ W
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__forgets_the_last_layer(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:-1]):
        W = theta[at : at + n * p, 0]
        squares += W @ W
        at += n * p + n
    return data_cost(theta) + lambd * squares / (2 * m)


def penalized_cost__returns_the_penalty_alone(theta, layers_dims, lambd, m):
    squares, at = 0.0, 0
    for p, n in zip(layers_dims, layers_dims[1:]):
        W = theta[at : at + n * p, 0]
        squares += W @ W
        at += n * p + n
    return squares * lambd / (2 * m)


def penalized_cost__forgets_the_penalty(theta, layers_dims, lambd, m):
    cost = data_cost(theta)
    return cost
