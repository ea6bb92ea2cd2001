"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def layer_sizes__counts_examples(X, Y):
    return len(X.T), 4, len(Y.T)


def layer_sizes__counts_examples_in_Y(X, Y):
    return [len(X), 4, Y.size // len(Y)]


def layer_sizes__makes_the_hidden_layer_as_wide_as_the_input(X, Y):
    return len(X), len(X), len(Y)


def layer_sizes__returns_whole_shapes(X, Y):
    return np.shape(X), 4, np.shape(Y)


def layer_sizes__swaps_hidden_and_output(X, Y):
    return [len(X), len(Y), 4]
