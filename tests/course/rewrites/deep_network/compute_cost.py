"""Every known mistake once more, written otherwise than in the reference."""

import math

import numpy as np


def compute_cost__flips_the_sign(AL, Y):
    return np.mean(np.log(np.where(Y == 1, AL, 1 - AL)))


def compute_cost__forgets_to_average(AL, Y):
    return -sum(math.log(a if y else 1 - a) for a, y in zip(AL.ravel(), Y.ravel()))


def compute_cost__forgets_the_second_term(AL, Y):
    return float(-np.dot(Y.ravel(), np.log(AL).ravel())) / Y.size


def compute_cost__keeps_the_brackets(AL, Y):
    return -(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / AL.shape[1]


def compute_cost__misplaces_a_parenthesis(AL, Y):
    good, bad = Y * np.log(AL), Y * np.log(1 - AL)
    return (-1 / Y.shape[1]) * np.sum(good + 1 - bad)


def compute_cost__measures_squares(AL, Y):
    return np.square(np.subtract(Y, AL)).mean()
