"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def initialize_parameters__forgets_the_factor(n_x, n_h, n_y):
    draw = np.random.RandomState(1).normal
    return dict(
        W1=draw(size=(n_h, n_x)),
        b1=np.zeros([n_h, 1]),
        W2=draw(size=(n_y, n_h)),
        b2=np.zeros([n_y, 1]),
    )


def initialize_parameters__does_not_seed(n_x, n_h, n_y):
    W1, W2 = [0.01 * np.random.standard_normal(shape) for shape in ((n_h, n_x), (n_y, n_h))]
    return {"W1": W1, "W2": W2, "b1": np.zeros((n_h, 1)), "b2": np.zeros((n_y, 1))}


def initialize_parameters__draws_uniform_numbers(n_x, n_h, n_y):
    np.random.seed(1)
    W1, W2 = (np.random.random_sample(shape) / 100 for shape in ((n_h, n_x), (n_y, n_h)))
    return {"W1": W1, "W2": W2, "b1": np.full((n_h, 1), 0.0), "b2": np.full((n_y, 1), 0.0)}


def initialize_parameters__draws_transposed(n_x, n_h, n_y):
    draw = np.random.RandomState(seed=1).standard_normal
    return dict(
        W1=draw((n_x, n_h)) / 100,
        b1=np.zeros((n_h, 1)),
        W2=draw((n_h, n_y)) / 100,
        b2=np.zeros((n_y, 1)),
    )


def initialize_parameters__biases_are_numbers(n_x, n_h, n_y):
    np.random.seed(1)
    weights = {"W1": np.random.randn(n_h, n_x) / 100.0, "W2": np.random.randn(n_y, n_h) / 100.0}
    return {**weights, "b1": 0.0, "b2": 0.0}


def initialize_parameters__biases_have_the_size_of_layer_1(n_x, n_h, n_y):
    state = np.random.RandomState(1)
    b = np.zeros(n_h)[:, None]
    return {
        "W1": state.randn(n_h, n_x) * 1e-2,
        "b1": b,
        "W2": state.randn(n_y, n_h) * 1e-2,
        "b2": b.copy(),
    }
