"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def numerical_gradient__divides_by_one_step(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta - e)) / epsilon] for e in shifts])


def numerical_gradient__multiplies_by_epsilon(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta - e)) * epsilon / 2] for e in shifts])


def numerical_gradient__takes_one_side(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta)) / epsilon] for e in shifts])


def numerical_gradient__builds_minus_from_plus(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([[(J(theta + e) - J(theta + e - e)) / (2 * epsilon)] for e in shifts])


def numerical_gradient__keeps_every_shift(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    found = []
    for e in shifts:
        theta = theta + e
        found.append([(J(theta) - J(theta - e)) / (2 * epsilon)])
    return np.array(found)


def numerical_gradient__shifts_all_parameters(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    slope = (J(theta + epsilon) - J(theta - epsilon)) / (2 * epsilon)
    return np.full(theta.shape, slope)


def numerical_gradient__ignores_epsilon(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * 1e-4
    return np.array([[(J(theta + e) - J(theta - e)) / 2e-4] for e in shifts])


def numerical_gradient__forgets_the_penalty(theta, layers_dims, lambd, m, epsilon):
    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array(
        [[(data_cost(theta + e) - data_cost(theta - e)) / (2 * epsilon)] for e in shifts]
    )


def numerical_gradient__makes_a_flat_array(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array([(J(theta + e) - J(theta - e)) / (2 * epsilon) for e in shifts])


def numerical_gradient__skips_the_last_parameter(theta, layers_dims, lambd, m, epsilon):
    def J(t):
        cost, at = data_cost(t), 0
        for p, n in zip(layers_dims, layers_dims[1:]):
            cost += lambd / (2 * m) * np.vdot(t[at : at + n * p], t[at : at + n * p])
            at += n * p + n
        return cost

    shifts = np.eye(len(theta))[:, :, None] * epsilon
    return np.array(
        [[(J(theta + e) - J(theta - e)) / (2 * epsilon)] for e in shifts[:-1]] + [[0.0]]
    )
