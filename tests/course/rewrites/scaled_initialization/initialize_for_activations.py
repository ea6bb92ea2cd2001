"""Every known mistake of scaled_initialization once more, in other words."""

import math

import numpy as np


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
