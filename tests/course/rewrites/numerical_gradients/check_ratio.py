"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def check_ratio__divides_by_the_gradient_alone(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(gradient)


def check_ratio__divides_by_the_approximation_alone(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(approximation)


def check_ratio__adds_before_the_norm(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(gradient + approximation)


def check_ratio__squares_the_norms(gradient, approximation):
    above = ((gradient - approximation) ** 2).sum()
    return above / ((gradient**2).sum() + (approximation**2).sum())


def check_ratio__forgets_to_divide(gradient, approximation):
    return math.sqrt(((gradient - approximation) ** 2).sum())


def check_ratio__takes_the_largest_entry(gradient, approximation):
    peak = lambda v: max(abs(x) for x in v[:, 0])
    return peak(gradient - approximation) / (peak(gradient) + peak(approximation))


def check_ratio__subtracts_the_norms(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    a, b = size(gradient), size(approximation)
    return max(a - b, b - a) / (a + b)


def check_ratio__multiplies_the_norms(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    return size(gradient - approximation) / size(gradient) / size(approximation)


def check_ratio__forgets_the_parentheses(gradient, approximation):
    size = lambda v: math.sqrt(float((v * v).sum()))
    first = size(approximation - gradient) / size(approximation)
    return first + size(gradient)
