# One helper with a generator of its own; powers instead of roots.
import numpy as np
from numpy.random import RandomState


def _scale(scaling, n_before, n):
    below = {"xavier": n_before, "he": 0.5 * n_before, "bengio": 0.5 * (n_before + n)}
    return below[scaling] ** -0.5


def _draw(layers_dims, scalings, seed):
    state = RandomState(seed)
    parameters = {}
    sizes = zip(layers_dims[:-1], layers_dims[1:], scalings)
    for number, (before, after, scaling) in enumerate(sizes, 1):
        W = state.standard_normal(size=(after, before))
        parameters["W%d" % number] = W * _scale(scaling, before, after)
        parameters["b%d" % number] = np.zeros(after)[:, None]
    return parameters


weight_deviation = _scale


def initialize_scaled(layers_dims, scaling, seed):
    return _draw(layers_dims, [scaling] * len(layers_dims), seed)


def initialize_for_activations(layers_dims, activations, seed):
    return _draw(layers_dims, [{"relu": "he", "tanh": "xavier"}[name] for name in activations], seed)
