"""Every known mistake of uniform_weights once more, in other words."""

import numpy as np


def stretched(n_before, n, seed, limit):
    np.random.seed(seed)
    return limit * (2 * np.random.rand(n, n_before) - 1)


def uniform_weights__takes_the_deviation_as_limit(n_before, n, variance, seed):
    return stretched(n_before, n, seed, variance**0.5)


def uniform_weights__forgets_the_root(n_before, n, variance, seed):
    return stretched(n_before, n, seed, variance * 3)


def uniform_weights__divides_by_three(n_before, n, variance, seed):
    return stretched(n_before, n, seed, (variance / 3) ** 0.5)


def uniform_weights__takes_the_whole_width(n_before, n, variance, seed):
    return stretched(n_before, n, seed, 2 * (variance * 3) ** 0.5)


def uniform_weights__draws_positive_weights(n_before, n, variance, seed):
    np.random.seed(seed)
    return (3 * variance) ** 0.5 * np.random.rand(n, n_before)


def uniform_weights__turns_the_shape(n_before, n, variance, seed):
    return stretched(n, n_before, seed, (3 * variance) ** 0.5)


def uniform_weights__does_not_seed(n_before, n, variance, seed):
    return (3 * variance) ** 0.5 * (2 * np.random.rand(n, n_before) - 1)
