"""Every known mistake of rmsprop once more, in other words."""

import numpy as np


def initialize_rmsprop__forgets_the_last_layer(parameters):
    last = str(len(parameters) // 2)
    return {"d" + k: np.zeros_like(v) for k, v in parameters.items() if k[1:] != last}


def initialize_rmsprop__uses_the_parameters_names(parameters):
    return {k: 0.0 * v for k, v in parameters.items()}


def initialize_rmsprop__gives_biases_the_shape_of_weights(parameters):
    s = {}
    for l in range(1, len(parameters) // 2 + 1):
        s[f"dW{l}"] = s[f"db{l}"] = np.zeros_like(parameters[f"W{l}"])
    return s


def initialize_rmsprop__makes_flat_arrays(parameters):
    return {"d" + k: np.array([0.0] * len(v)) for k, v in parameters.items()}


def initialize_rmsprop__starts_at_numbers(parameters):
    return dict.fromkeys(("d" + k for k in parameters), 0.0)


def initialize_rmsprop__starts_at_ones(parameters):
    return {"d" + k: np.full(v.shape, 1.0) for k, v in parameters.items()}


def initialize_rmsprop__copies_the_parameters(parameters):
    return {"d" + k: +v for k, v in parameters.items()}
