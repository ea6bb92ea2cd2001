"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def flatten_parameters__makes_a_flat_array(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [*parameters[f"W{l + 1}"].flat, *parameters[f"b{l + 1}"].flat]
    return np.array(flat)


def flatten_parameters__makes_a_row(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [*parameters[f"W{l + 1}"].flat, *parameters[f"b{l + 1}"].flat]
    return np.array([flat])


def flatten_parameters__goes_column_by_column(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [parameters[f"W{l + 1}"].ravel("F"), parameters[f"b{l + 1}"].ravel("F")]
    return np.hstack(flat)[:, None]


def flatten_parameters__stacks_all_weights_first(parameters):
    L = len(parameters) // 2
    names = [f"W{l + 1}" for l in range(L)] + [f"b{l + 1}" for l in range(L)]
    return np.vstack([parameters[k].reshape(-1, 1) for k in names])


def flatten_parameters__stacks_biases_first(parameters):
    flat = []
    for l in range(len(parameters) // 2):
        flat += [*parameters[f"b{l + 1}"].flat, *parameters[f"W{l + 1}"].flat]
    return np.array(flat)[:, None]


def flatten_parameters__takes_the_dictionarys_order(parameters):
    theta = np.empty((0, 1))
    for key in parameters:
        theta = np.append(theta, parameters[key].reshape(-1, 1), axis=0)
    return theta


def flatten_parameters__sorts_the_names(parameters):
    flat = [value.ravel() for _, value in sorted(parameters.items(), key=lambda item: item[0])]
    return np.hstack(flat)[:, None]


def flatten_parameters__sorts_the_layers_as_text(parameters):
    names = sorted(parameters, key=lambda k: (k[1:], k[0]))
    return np.hstack([parameters[k].ravel() for k in names])[:, None]


def flatten_parameters__forgets_the_biases(parameters):
    L = len(parameters) // 2
    return np.hstack([parameters[f"W{l + 1}"].ravel() for l in range(L)])[:, None]


def flatten_parameters__forgets_the_last_layer(parameters):
    flat, l = [], 1
    while f"W{l + 1}" in parameters:
        flat += [*parameters[f"W{l}"].flat, *parameters[f"b{l}"].flat]
        l += 1
    return np.array(flat)[:, None]
