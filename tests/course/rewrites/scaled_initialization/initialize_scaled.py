"""Every known mistake of scaled_initialization once more, in other words."""

import math

import numpy as np


def initialize_scaled__does_not_seed(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random, {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__ignores_the_seed(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(3), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__seeds_every_layer(layers_dims, scaling, seed):
    n, found = layers_dims, {}
    for l in range(1, len(n)):
        state = np.random.RandomState(seed)
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__draws_uniform_numbers(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.uniform(size=(n[l], n[l - 1])) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__draws_transposed(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l - 1], n[l]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__draws_and_turns(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            np.transpose(state.randn(n[l - 1], n[l])) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__draws_the_biases(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            state.normal(size=(n[l], 1)),
        )
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
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.array([0.0] * n[l]),
        )
    return found


def initialize_scaled__forgets_the_last_layer(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n) - 1):
        inputs = {"xavier": n[l - 1], "he": n[l - 1] / 2}.get(scaling, (n[l - 1] + n[l]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
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
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__always_uses_he(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) * math.sqrt(2 / n[l - 1]),
            np.zeros((n[l], 1)),
        )
    return found


def initialize_scaled__scales_all_layers_alike(layers_dims, scaling, seed):
    n, state, found = layers_dims, np.random.RandomState(seed), {}
    for l in range(1, len(n)):
        inputs = {"xavier": n[0], "he": n[0] / 2}.get(scaling, (n[0] + n[1]) / 2)
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) / inputs**0.5,
            np.zeros((n[l], 1)),
        )
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
        found[f"W{l}"], found[f"b{l}"] = (
            state.randn(n[l], n[l - 1]) * math.sqrt(inputs),
            np.zeros((n[l], 1)),
        )
    return found
