"""Every known mistake of optimization once more, in other words."""

import numpy as np


def starts(parameters, make=lambda value: 0.0 * value):
    return {f"d{name}": make(value) for name, value in parameters.items()}


def initialize_velocity__forgets_the_last_layer(parameters):
    last = len(parameters) // 2
    kept = {n: p for n, p in parameters.items() if n not in (f"W{last}", f"b{last}")}
    return starts(kept)


def initialize_velocity__uses_the_parameters_names(parameters):
    return {name: np.zeros_like(value) for name, value in parameters.items()}


def initialize_velocity__gives_biases_the_shape_of_weights(parameters):
    found = {}
    for l in range(1, len(parameters) // 2 + 1):
        found[f"dW{l}"] = found[f"db{l}"] = np.zeros_like(parameters[f"W{l}"])
    return found


def initialize_velocity__makes_flat_arrays(parameters):
    return starts(parameters, lambda value: np.zeros(len(value)))


def initialize_velocity__copies_the_parameters(parameters):
    return starts(parameters, np.array)


def initialize_velocity__starts_at_one(parameters):
    return starts(parameters, np.ones_like)
