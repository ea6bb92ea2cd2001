"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

import numpy as np


def initialize_with_zeros__w_lies_down(dim):
    return np.array([[0.0] * dim]), 0


def initialize_with_zeros__w_loses_its_column(dim):
    w = np.array([0.0 for _ in range(dim)])
    return w, 0.0


def initialize_with_zeros__w_is_a_square(dim):
    return np.eye(dim) * 0, 0


def initialize_with_zeros__w_starts_at_one(dim):
    w = np.full((dim, 1), 1.0)
    b = 0
    return w, b


def initialize_with_zeros__w_is_drawn(dim):
    w = 0.01 * np.random.standard_normal((dim, 1))
    return w, float(0)


def initialize_with_zeros__b_is_a_column(dim):
    w = np.zeros(shape=(dim, 1))
    b = w.copy()
    return w, b


def initialize_with_zeros__b_is_an_array(dim):
    return np.zeros(shape=(dim, 1)), np.array([[0.0]])


def initialize_with_zeros__forgets_b(dim):
    return np.zeros(dim).reshape(-1, 1)
