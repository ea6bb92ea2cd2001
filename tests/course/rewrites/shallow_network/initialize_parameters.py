"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def draw(*shape):
    return np.random.normal(0, 1, shape)


def started(first, second, bias_1=None, bias_2=None):
    """The dictionary of parameters, with biases of zero unless told otherwise."""
    biases = [
        np.zeros((len(w), 1)) if b is None else b for w, b in ((first, bias_1), (second, bias_2))
    ]
    return {"W2": second, "b2": biases[1], "W1": first, "b1": biases[0]}


def initialize_parameters__forgets_the_factor(n_x, n_h, n_y):
    return started(draw(n_h, n_x), draw(n_y, n_h))


def initialize_parameters__forgets_the_second_factor(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h))


def initialize_parameters__takes_another_factor(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 10, draw(n_y, n_h) / 10)


def initialize_parameters__has_the_sizes_built_in(n_x, n_h, n_y):
    return started(draw(4, 2) / 100, draw(1, 4) / 100)


def initialize_parameters__draws_uniformly(n_x, n_h, n_y):
    first = np.random.random_sample((n_h, n_x)) / 100
    return started(first, np.random.uniform(0, 0.01, (n_y, n_h)))


def initialize_parameters__draws_transposed(n_x, n_h, n_y):
    first, second = draw(n_x, n_h) / 100, draw(n_h, n_y) / 100
    return started(first, second, np.zeros((n_h, 1)), np.zeros((n_y, 1)))


def initialize_parameters__draws_and_transposes(n_x, n_h, n_y):
    first = np.transpose(draw(n_x, n_h)) / 100
    return started(first, np.transpose(draw(n_h, n_y)) / 100)


def initialize_parameters__draws_the_second_layer_first(n_x, n_h, n_y):
    p = {}
    for name, shape in (("2", (n_y, n_h)), ("1", (n_h, n_x))):
        p["W" + name], p["b" + name] = draw(*shape) / 100, np.zeros((shape[0], 1))
    return p


def initialize_parameters__draws_the_biases(n_x, n_h, n_y):
    numbers = [draw(*shape) / 100 for shape in ((n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1))]
    return dict(zip(("W1", "b1", "W2", "b2"), numbers))


def initialize_parameters__biases_are_numbers(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h) / 100, 0, 0)


def initialize_parameters__biases_are_flat(n_x, n_h, n_y):
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h) / 100, np.full(n_h, 0.0), np.full(n_y, 0.0))


def initialize_parameters__biases_all_have_the_size_of_layer_1(n_x, n_h, n_y):
    b = np.array([[0.0]] * n_h)
    return started(draw(n_h, n_x) / 100, draw(n_y, n_h) / 100, b, b)


def initialize_parameters__starts_at_zero(n_x, n_h, n_y):
    return started(np.full((n_h, n_x), 0.0), np.full((n_y, n_h), 0.0))
