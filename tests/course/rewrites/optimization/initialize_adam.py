"""Every known mistake of optimization once more, in other words."""

import numpy as np


def starts(parameters, make=lambda value: 0.0 * value):
    return {f"d{name}": make(value) for name, value in parameters.items()}


def initialize_adam__forgets_the_last_layer(parameters):
    last = len(parameters) // 2
    kept = {n: p for n, p in parameters.items() if int(n[1:]) != last}
    return starts(kept), starts(kept)


def initialize_adam__uses_the_parameters_names(parameters):
    return {name: 0.0 * value for name, value in parameters.items()}, starts(parameters)


def initialize_adam__gives_biases_the_shape_of_weights(parameters):
    v = starts(parameters)
    for name in v:
        v[name] = v["dW" + name[2:]].copy()
    return v, starts(parameters)


def initialize_adam__makes_flat_arrays(parameters):
    return starts(parameters, lambda value: np.zeros(len(value))), starts(parameters)


def initialize_adam__copies_the_parameters(parameters):
    return starts(parameters, np.copy), starts(parameters)


def initialize_adam__returns_one_average(parameters):
    return starts(parameters)
