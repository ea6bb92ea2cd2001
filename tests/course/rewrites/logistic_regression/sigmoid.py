"""The known mistakes of logistic_regression, each written by another hand.

Those of `model` call the functions before it, which are right beside them.
"""

import math

import numpy as np


def sigmoid__turns_the_sign(z):
    return np.divide(1, 1 + np.exp(z))


def sigmoid__forgets_the_one(z):
    return np.exp(-z) ** -1


def sigmoid__forgets_the_parentheses(z):
    s = 1.0 / 1.0 + np.exp(-1.0 * z)
    return s


def sigmoid__subtracts(z):
    return np.reciprocal(1 - np.exp(-z))


def sigmoid__is_tanh(z):
    return 2 / (1 + np.exp(-2 * z)) - 1


def sigmoid__is_the_exponential(z):
    return np.power(np.e, -1 * z)


def sigmoid__takes_single_numbers_only(z):
    e = math.exp(-z)
    return 1 / (1 + e)
