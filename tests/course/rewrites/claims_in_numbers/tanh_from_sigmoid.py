"""Every known mistake of tanh_from_sigmoid once more, in other words."""

import numpy as np


def tanh_from_sigmoid__forgets_the_inner_two(Z):
    return (1 - np.exp(-Z)) / (1 + np.exp(-Z))


def tanh_from_sigmoid__forgets_the_outer_two(Z):
    return -1 / (1 + np.exp(2 * Z))


def tanh_from_sigmoid__forgets_the_shift(Z):
    return np.tanh(Z) + 1


def tanh_from_sigmoid__shifts_by_a_half(Z):
    return np.tanh(Z) + 0.5
