"""Every known mistake of optimization once more, in other words."""

import numpy as np


def update_parameters_with_gd__updates_b_with_dW(parameters, grads, learning_rate):
    found = {}
    for l in range(1, len(parameters) // 2 + 1):
        step = learning_rate * grads[f"dW{l}"]
        found[f"W{l}"] = parameters[f"W{l}"] - step
        found[f"b{l}"] = parameters[f"b{l}"] - step
    return found


def update_parameters_with_gd__forgets_the_last_layer(parameters, grads, learning_rate):
    found = dict(parameters)
    for l in range(1, len(parameters) // 2):
        for name in (f"W{l}", f"b{l}"):
            found[name] = found[name] - learning_rate * grads["d" + name]
    return found


def update_parameters_with_gd__climbs(parameters, grads, learning_rate):
    return {n: np.add(p, learning_rate * grads["d" + n]) for n, p in parameters.items()}


def update_parameters_with_gd__ignores_the_learning_rate(parameters, grads, learning_rate):
    return {n: p - grads["d" + n] / 100 for n, p in parameters.items()}


def update_parameters_with_gd__forgets_the_learning_rate(parameters, grads, learning_rate):
    return {n: p - grads["d" + n] for n, p in parameters.items()}


def update_parameters_with_gd__updates_weights_only(parameters, grads, learning_rate):
    step = {"W": learning_rate, "b": 0}
    return {n: p - step[n[0]] * grads["d" + n] for n, p in parameters.items()}


def update_parameters_with_gd__returns_the_step(parameters, grads, learning_rate):
    return {n: grads["d" + n] * learning_rate for n in parameters}
