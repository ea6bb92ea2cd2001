"""Every known mistake of largest_jump once more, in other words."""

import numpy as np


def averages(values, keep, take, first):
    V = first
    for v in values:
        before, V = V, keep * V + take * v
        yield V - before


def largest_jump__measures_the_values(values, beta):
    return max(abs(b - a) for a, b in zip(values, values[1:]))


def largest_jump__begins_with_zero(values, beta):
    return max(map(abs, averages(values, beta, 1 - beta, 0.0)))


def largest_jump__turns_the_shares(values, beta):
    return max(map(abs, averages(values[1:], 1 - beta, beta, values[0])))


def largest_jump__loses_falls(values, beta):
    return max(averages(values[1:], beta, 1 - beta, values[0]))


def largest_jump__measures_the_range(values, beta):
    levels = values[0] + np.cumsum([0.0, *averages(values[1:], beta, 1 - beta, values[0])])
    return max(levels) - min(levels)


def largest_jump__takes_the_mean(values, beta):
    jumps = [abs(j) for j in averages(values[1:], beta, 1 - beta, values[0])]
    return sum(jumps) / len(jumps)
