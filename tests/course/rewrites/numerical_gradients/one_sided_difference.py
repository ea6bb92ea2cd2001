"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def one_sided_difference__steps_down(theta, epsilon):
    here, below = curve(theta), curve(theta - epsilon)
    return here / epsilon - below / epsilon


def one_sided_difference__takes_both_sides(theta, epsilon):
    total = 0
    for sign in (1, -1):
        total += sign * curve(theta + sign * epsilon)
    return 0.5 * total / epsilon


def one_sided_difference__forgets_to_divide(theta, epsilon):
    rise = curve(theta + epsilon)
    rise -= curve(theta)
    return rise


def one_sided_difference__forgets_the_parentheses(theta, epsilon):
    high = curve(theta + epsilon)
    return high - 1 / epsilon * curve(theta)


def one_sided_difference__divides_by_two_steps(theta, epsilon):
    points = np.array([theta, theta + epsilon])
    low, high = (curve(p) for p in points)
    return (high - low) / epsilon / 2


def one_sided_difference__multiplies(theta, epsilon):
    return epsilon * curve(theta + epsilon) - epsilon * curve(theta)


def one_sided_difference__does_not_call_curve(theta, epsilon):
    cube = lambda t: t * t * t
    return (cube(theta + epsilon) - cube(theta)) / epsilon


def one_sided_difference__ignores_epsilon(theta, epsilon):
    h = 1e-7
    return (curve(theta + h) - curve(theta)) / h


def one_sided_difference__turns_the_sign(theta, epsilon):
    rise = curve(theta) - curve(epsilon + theta)
    return rise * epsilon**-1
