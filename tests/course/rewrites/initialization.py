"""Every known mistake of initialization once more, in other words."""

import math

import numpy as np


def pairs(widths):
    """(layer, its inputs, its units), from the first layer on."""
    return [(str(i + 1), widths[i], widths[i + 1]) for i in range(len(widths) - 1)]


def initialize_parameters_zeros__biases_are_numbers(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found.update({"W" + l: np.zeros([units, inputs]), "b" + l: 0.0})
    return found


def initialize_parameters_zeros__biases_are_flat(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.full((units, inputs), 0.0)
        found["b" + l] = np.full(units, 0.0)
    return found


def initialize_parameters_zeros__biases_have_the_size_of_layer_1(layers_dims):
    _, hidden, *_ = layers_dims
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.zeros((units, inputs))
        found["b" + l] = np.zeros(hidden)[:, None]
    return found


def initialize_parameters_zeros__forgets_the_last_layer(layers_dims):
    found, L = {}, len(layers_dims) - 1
    l = 1
    while l < L:
        found["W%d" % l] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        found["b%d" % l] = np.zeros((layers_dims[l], 1))
        l += 1
    return found


def initialize_parameters_zeros__transposes_the_weights(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.zeros((units, inputs)).T
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_zeros__fills_with_ones(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.full((units, inputs), 1.0)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_zeros__counts_layers_from_0(layers_dims):
    found = {}
    for i, (inputs, units) in enumerate(zip(layers_dims, layers_dims[1:])):
        found[f"W{i}"], found[f"b{i}"] = np.zeros((units, inputs)), np.zeros((units, 1))
    return found


def initialize_parameters_random__biases_are_numbers(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found.update({"W" + l: 10 * np.random.standard_normal((units, inputs)), "b" + l: 0.0})
    return found


def initialize_parameters_random__biases_are_flat(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.random.normal(0, 10, (units, inputs))
        found["b" + l] = np.array([0.0] * units)
    return found


def initialize_parameters_random__biases_have_the_size_of_layer_1(layers_dims):
    np.random.seed(3)
    column = np.zeros((layers_dims[1], 1))
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l], found["b" + l] = np.random.randn(units, inputs) / 0.1, column
    return found


def initialize_parameters_random__forgets_the_last_layer(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims[:-1]):
        found["W" + l] = 10 * np.random.randn(units, inputs)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__does_not_seed(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = 10 * np.random.randn(units, inputs)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__seeds_every_layer(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = 10 * np.random.RandomState(3).randn(units, inputs)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__draws_uniform_numbers(layers_dims):
    rng = np.random.RandomState(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = rng.uniform(0, 10, (units, inputs))
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__draws_transposed(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.random.normal(scale=10, size=(inputs, units))
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__draws_and_turns(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        columns = [np.random.randn(units) for _ in range(inputs)]
        found["W" + l] = 10 * np.stack(columns, axis=1)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__draws_the_biases(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.random.normal(0, 10, (units, inputs))
        found["b" + l] = np.random.normal(0, 1, (units, 1))
    return found


def initialize_parameters_random__forgets_the_factor(layers_dims):
    rng = np.random.RandomState(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = rng.standard_normal((units, inputs))
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__uses_small_weights(layers_dims):
    rng = np.random.RandomState(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = rng.normal(scale=1e-2, size=(units, inputs))
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_random__scales_as_he(layers_dims):
    rng = np.random.RandomState(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = rng.normal(scale=math.sqrt(2.0 / inputs), size=(units, inputs))
        found["b" + l] = np.zeros((units, 1))
    return found


def he(widths, rng, scale=lambda inputs, units: (2 / inputs) ** 0.5):
    """He's weights in one pass; biases are zero."""
    found = {}
    for l, inputs, units in pairs(widths):
        found["W" + l] = rng.normal(0, scale(inputs, units), (units, inputs))
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_he__biases_are_numbers(layers_dims):
    found = he(layers_dims, np.random.RandomState(3))
    return {name: value if name[0] == "W" else 0 for name, value in found.items()}


def initialize_parameters_he__biases_are_flat(layers_dims):
    found = he(layers_dims, np.random.RandomState(3))
    return {name: value if name[0] == "W" else value[:, 0] for name, value in found.items()}


def initialize_parameters_he__biases_have_the_size_of_layer_1(layers_dims):
    found = he(layers_dims, np.random.RandomState(3))
    return {name: value if name[0] == "W" else found["b1"] for name, value in found.items()}


def initialize_parameters_he__forgets_the_last_layer(layers_dims):
    return he(list(layers_dims)[:-1], np.random.RandomState(3))


def initialize_parameters_he__does_not_seed(layers_dims):
    return he(layers_dims, np.random)


def initialize_parameters_he__seeds_every_layer(layers_dims):
    found = {}
    for l, inputs, units in pairs(layers_dims):
        layer = he([inputs, units], np.random.RandomState(3))
        found["W" + l], found["b" + l] = layer["W1"], layer["b1"]
    return found


def initialize_parameters_he__draws_uniform_numbers(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.random.random_sample((units, inputs)) * math.sqrt(2 / inputs)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_he__draws_transposed(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.random.standard_normal((inputs, units)) / math.sqrt(inputs / 2)
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_he__draws_and_turns(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        flat = np.random.randn(units * inputs) * math.sqrt(2 / inputs)
        found["W" + l] = flat.reshape((units, inputs), order="F")
        found["b" + l] = np.zeros((units, 1))
    return found


def initialize_parameters_he__draws_the_biases(layers_dims):
    np.random.seed(3)
    found = {}
    for l, inputs, units in pairs(layers_dims):
        found["W" + l] = np.random.normal(0, math.sqrt(2 / inputs), (units, inputs))
        found["b" + l] = np.random.standard_normal(units)[:, None]
    return found


def initialize_parameters_he__scales_by_one_over_n(layers_dims):
    return he(layers_dims, np.random.RandomState(3), lambda inputs, units: inputs**-0.5)


def initialize_parameters_he__forgets_the_root(layers_dims):
    return he(layers_dims, np.random.RandomState(3), lambda inputs, units: 2 / inputs)


def initialize_parameters_he__takes_the_root_of_2_only(layers_dims):
    return he(layers_dims, np.random.RandomState(3), lambda inputs, units: 2**0.5 / inputs)


def initialize_parameters_he__counts_outputs(layers_dims):
    return he(layers_dims, np.random.RandomState(3), lambda inputs, units: (2 / units) ** 0.5)


def initialize_parameters_he__averages_inputs_and_outputs(layers_dims):
    return he(layers_dims, np.random.RandomState(3), lambda *sizes: (2 / sum(sizes)) ** 0.5)


def initialize_parameters_he__keeps_the_factor_of_10(layers_dims):
    return he(layers_dims, np.random.RandomState(3), lambda *sizes: 10)
