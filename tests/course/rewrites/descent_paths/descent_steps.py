"""Every known mistake of descent_steps once more, in other words."""

import math

import numpy as np


def count(curvatures, w, learning_rate, near):
    steps = 0
    while not near(w):
        w = (1 - learning_rate * curvatures) * w
        steps += 1
    return steps


def length(w):
    return math.sqrt(sum(v * v for v in w))


def descent_steps__counts_the_start(curvatures, w, learning_rate, tolerance):
    return 1 + count(curvatures, w, learning_rate, lambda w: length(w) <= tolerance)


def descent_steps__stops_too_early(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: length(w) <= tolerance) - 1


def descent_steps__looks_at_the_largest_entry(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: all(abs(w) <= tolerance))


def descent_steps__forgets_the_curvatures(curvatures, w, learning_rate, tolerance):
    return count(np.ones_like(w), w, learning_rate, lambda w: length(w) <= tolerance)


def descent_steps__looks_at_the_gradient(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: length(w * curvatures) <= tolerance)


def descent_steps__squares_the_norm(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: w @ w <= tolerance)
