"""Every known mistake of scaled_initialization once more, in other words."""

import math

import numpy as np


def weight_deviation__returns_the_variance(scaling, n_before, n):
    below = {"xavier": n_before, "he": n_before / 2, "bengio": (n_before + n) / 2}
    return 1 / below[scaling]


def weight_deviation__counts_outputs(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(2 / (n + n_before))
    return math.sqrt((2 if scaling == "he" else 1) / n)


def weight_deviation__swaps_xavier_and_he(scaling, n_before, n):
    gains = {"xavier": 2 / n_before, "he": 1 / n_before, "bengio": 2 / (n + n_before)}
    return gains[scaling] ** 0.5


def weight_deviation__uses_one_over_n_for_he(scaling, n_before, n):
    inputs = (n + n_before) / 2 if scaling == "bengio" else n_before
    return 1 / math.sqrt(inputs)


def weight_deviation__uses_one_over_the_sum(scaling, n_before, n):
    if scaling == "bengio":
        return 1 / math.sqrt(n + n_before)
    return math.sqrt(1 / n_before) * (math.sqrt(2) if scaling == "he" else 1)


def weight_deviation__forgets_the_parentheses(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(n + 2 / n_before)
    return math.sqrt({"he": 2, "xavier": 1}[scaling] / n_before)


def weight_deviation__multiplies_the_widths(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(2 / n / n_before)
    return math.sqrt({"he": 2, "xavier": 1}[scaling] / n_before)


def weight_deviation__takes_the_root_of_the_numerator(scaling, n_before, n):
    if scaling == "xavier":
        return 1 / n_before
    return math.sqrt(2) / (n_before if scaling == "he" else n_before + n)


def weight_deviation__takes_xaviers_other_form(scaling, n_before, n):
    if scaling == "xavier":
        return n_before ** -0.25
    return math.sqrt(2 / (n_before if scaling == "he" else n_before + n))


def initialize_scaled__does_not_seed(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random, {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__ignores_the_seed(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(3), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__seeds_every_layer(layers_dims, scaling, seed):
    n, found = layers_dims, {}
    for l in range(1, len(n)):
        state = np.random.RandomState(seed)
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__draws_uniform_numbers(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.uniform(size=(n[l], n[l - 1])) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__draws_transposed(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l - 1], n[l]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__draws_and_turns(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = np.transpose(state.randn(n[l - 1], n[l])) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__draws_the_biases(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, state.normal(size=(n[l], 1))
    return found


def initialize_scaled__biases_are_numbers(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, 0.0
    return found


def initialize_scaled__biases_are_flat(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.array([0.0] * n[l])
    return found


def initialize_scaled__forgets_the_last_layer(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n) - 1):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__forgets_the_root(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs, np.zeros((n[l], 1))
    return found


def initialize_scaled__swaps_the_widths(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l], "he": n[l] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__always_uses_he(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) * math.sqrt(2 / n[l - 1]), np.zeros((n[l], 1))
    return found


def initialize_scaled__scales_all_layers_alike(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[0], "he": n[0] / 2}.get(scaling, (n[0] + n[1]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / inputs**0.5, np.zeros((n[l], 1))
    return found


def initialize_scaled__does_not_scale(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]), np.zeros((n[l], 1))
    return found


def initialize_scaled__uses_small_weights(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) / 100, np.zeros((n[l], 1))
    return found


def initialize_scaled__divides_by_the_deviation(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = state.randn(n[l], n[l - 1]) * math.sqrt(inputs), np.zeros((n[l], 1))
    return found


def initialize_for_activations__does_not_seed(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__ignores_the_seed(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(3)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__seeds_every_layer(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        np.random.seed(seed)
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__draws_uniform_numbers(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.random((n, before)) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__draws_transposed(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.standard_normal((before, n)) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__draws_and_turns(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.standard_normal((before, n)).T * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__draws_the_biases(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.random.normal(size=(n, 1)), n
    return found


def initialize_for_activations__biases_are_numbers(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = 0, n
    return found


def initialize_for_activations__biases_are_flat(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.repeat(0.0, n), n
    return found


def initialize_for_activations__forgets_the_last_layer(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations[:-1]), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__swaps_the_two(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 1, "tanh": 2}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__always_uses_he(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(2 / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__always_uses_xavier(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        found[f"W{l}"] = np.random.randn(n, before) / math.sqrt(before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__looks_at_the_first_activation(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = 1 + (activations[0] == "relu")
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__is_off_by_one_layer(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], [*activations[1:], activations[-1]]), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / before)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__counts_outputs(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * math.sqrt(gain / n)
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found


def initialize_for_activations__forgets_the_root(layers_dims, activations, seed):
    found, before = {}, layers_dims[0]
    np.random.seed(seed)
    for l, (n, name) in enumerate(zip(layers_dims[1:], activations), 1):
        gain = {"relu": 2, "tanh": 1}[name]
        found[f"W{l}"] = np.random.randn(n, before) * gain / before
        found[f"b{l}"], before = np.zeros((n, 1)), n
    return found
