"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def layer_to_drop_most__drops_small_layers(layer_dims):
    hidden = range(1, len(layer_dims) - 1)
    return min(hidden, key=lambda l: layer_dims[l] * layer_dims[l - 1])


def layer_to_drop_most__counts_units(layer_dims):
    hidden = layer_dims[1:-1]
    return hidden.index(max(hidden)) + 1


def layer_to_drop_most__counts_outgoing_weights(layer_dims):
    outgoing = [a * b for a, b in zip(layer_dims[1:-1], layer_dims[2:])]
    return outgoing.index(max(outgoing)) + 1


def layer_to_drop_most__counts_from_zero(layer_dims):
    sizes = [a * b for a, b in zip(layer_dims[:-2], layer_dims[1:-1])]
    return sizes.index(max(sizes))


def layer_to_drop_most__drops_the_output(layer_dims):
    sizes = [a * b for a, b in zip(layer_dims, layer_dims[1:])]
    return sizes.index(max(sizes)) + 1


def layer_to_drop_most__adds_the_units(layer_dims):
    sizes = [a + b for a, b in zip(layer_dims[:-2], layer_dims[1:-1])]
    return sizes.index(max(sizes)) + 1
