"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def two_sided_difference__divides_by_one_step(theta, epsilon):
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    return above / epsilon - below / epsilon


def two_sided_difference__multiplies_by_epsilon(theta, epsilon):
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    half = (above - below) * 0.5
    return half * epsilon


def two_sided_difference__takes_one_side(theta, epsilon):
    above, here = map(curve, (theta + epsilon, theta))
    return above / epsilon - here / epsilon


def two_sided_difference__divides_one_side_by_two_steps(theta, epsilon):
    above, here = map(curve, (theta + epsilon, theta))
    return 0.5 * (above - here) / epsilon


def two_sided_difference__takes_half_steps(theta, epsilon):
    epsilon *= 0.5
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    return (above - below) / (2 * epsilon)


def two_sided_difference__adds(theta, epsilon):
    return sum(curve(theta + s * epsilon) for s in (-1, 1)) / epsilon * 0.5


def two_sided_difference__does_not_call_curve(theta, epsilon):
    # multiplied out by hand
    return 3 * theta**2 + epsilon**2


def two_sided_difference__ignores_epsilon(theta, epsilon):
    h = 1e-7
    above, below = map(curve, (theta + h, theta - h))
    return (above - below) / (h + h)


def two_sided_difference__turns_the_sign(theta, epsilon):
    above, below = map(curve, (theta + epsilon, theta - epsilon))
    return (below - above) / (2 * epsilon)
