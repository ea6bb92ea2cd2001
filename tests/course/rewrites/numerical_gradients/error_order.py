"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def error_order__forgets_the_logarithms(epsilon_1, error_1, epsilon_2, error_2):
    return error_1 * epsilon_2 / (error_2 * epsilon_1)


def error_order__divides_the_errors(epsilon_1, error_1, epsilon_2, error_2):
    return (error_2 / error_1) ** -1


def error_order__takes_the_slope(epsilon_1, error_1, epsilon_2, error_2):
    rise, run = error_2 - error_1, epsilon_2 - epsilon_1
    return rise / run


def error_order__turns_the_fraction(epsilon_1, error_1, epsilon_2, error_2):
    x, y = math.log(epsilon_1) - math.log(epsilon_2), math.log(error_1) - math.log(error_2)
    return x / y


def error_order__looks_at_one_step(epsilon_1, error_1, epsilon_2, error_2):
    return math.log(error_1, epsilon_1)


def error_order__turns_the_sign(epsilon_1, error_1, epsilon_2, error_2):
    x, y = math.log(epsilon_2) - math.log(epsilon_1), math.log(error_1) - math.log(error_2)
    return y / x


def error_order__rounds(epsilon_1, error_1, epsilon_2, error_2):
    x, y = math.log2(epsilon_1 / epsilon_2), math.log2(error_1 / error_2)
    return round(y / x)


def error_order__assumes_tenths(epsilon_1, error_1, epsilon_2, error_2):
    return math.log10(error_1) - math.log10(error_2)
