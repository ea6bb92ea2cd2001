"""A right solution around one helper, with a random state of its own."""

import numpy


def _layers(layers_dims, weights):
    pairs = list(zip(layers_dims[:-1], layers_dims[1:]))
    result = {f"W{i + 1}": weights(n, n_prev) for i, (n_prev, n) in enumerate(pairs)}
    result.update({f"b{i + 1}": numpy.full((n, 1), 0.0) for i, (_, n) in enumerate(pairs)})
    return result


def initialize_parameters_zeros(layers_dims):
    return _layers(layers_dims, lambda n, n_prev: numpy.zeros((n, n_prev)))


def initialize_parameters_random(layers_dims):
    state = numpy.random.RandomState(3)
    return _layers(layers_dims, lambda n, n_prev: 10 * state.normal(size=(n, n_prev)))


def initialize_parameters_he(layers_dims):
    state = numpy.random.RandomState(3)
    return _layers(layers_dims, lambda n, n_prev: state.standard_normal((n, n_prev)) * (2.0 / n_prev) ** 0.5)
