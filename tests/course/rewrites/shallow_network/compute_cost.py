"""The known mistakes of shallow_network, each written by another hand."""

import numpy as np


def logs(A2, Y):
    return np.where(Y, np.log(A2), 0), np.where(Y, 0, np.log(1 - A2))


def compute_cost__forgets_the_zeros(A2, Y, parameters):
    return -logs(A2, Y)[0].sum() / A2.shape[1]


def compute_cost__forgets_to_average(A2, Y, parameters):
    return -sum(part.sum() for part in logs(A2, Y))


def compute_cost__turns_the_sign(A2, Y):
    return float(np.mean(sum(logs(A2, Y))))


def compute_cost__swaps_the_labels(A2, Y):
    return -np.mean(sum(logs(A2, Y == 0)))


def compute_cost__subtracts_the_second_term(A2, Y, parameters):
    ones, zeros = logs(A2, Y)
    return np.mean(zeros - ones)


def compute_cost__forgets_the_other_probability(A2, Y, parameters):
    return np.array(-np.mean(np.log(A2)))


def compute_cost__returns_every_loss(A2, Y, parameters):
    return sum(logs(A2, Y)) / -A2.size


def compute_cost__squares_the_errors(A2, Y, parameters):
    return np.mean(np.where(Y, 1 - A2, A2) ** 2)


def compute_cost__takes_another_logarithm(A2, Y):
    return -np.mean(np.log2(np.where(Y, A2, 1 - A2)))
