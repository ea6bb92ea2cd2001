"""Every known mistake of batch_count once more, in other words."""

import math


def batch_count__forgets_the_rest(m, size):
    return math.floor(m / size)


def batch_count__always_adds_one(m, size):
    return 1 + (m - m % size) // size


def batch_count__does_not_round(m, size):
    return m * (1 / size)


def batch_count__turns_the_ratio(m, size):
    return math.ceil(size / m)
