"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def restore_parameters__transposes_the_weights(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(p, n)
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def restore_parameters__goes_column_by_column(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape((n, p), order="F")
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def restore_parameters__makes_flat_biases(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(take(n))
        p = n
    return found


def restore_parameters__takes_biases_from_the_start(theta, layers_dims):
    found, at = {}, 0
    for l, (p, n) in enumerate(zip(layers_dims, layers_dims[1:]), 1):
        found[f"W{l}"] = np.resize(theta[at:], (n, p))
        found[f"b{l}"] = np.resize(theta[at:], (n, 1))
        at += n * p + n
    return found


def restore_parameters__steps_over_the_weights_only(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(left[:n]).reshape(n, 1)
        p = n
    return found


def restore_parameters__starts_every_layer_at_zero(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        left = list(theta[:, 0])
        p = n
    return found


def restore_parameters__takes_biases_first(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        p = n
    return found


def restore_parameters__counts_layers_from_0(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:], 1):
        found[f"W{l - 1}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l - 1}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found


def restore_parameters__forgets_the_last_layer(theta, layers_dims):
    left = list(theta[:, 0])
    take = lambda count: [left.pop(0) for _ in range(count)]
    found, p = {}, layers_dims[0]
    for l, n in enumerate(layers_dims[1:-1], 1):
        found[f"W{l}"] = np.array(take(n * p)).reshape(n, p)
        found[f"b{l}"] = np.array(take(n)).reshape(n, 1)
        p = n
    return found
