"""Every known mistake of second_differences once more, in other words."""

import numpy as np


def second_differences__takes_first_differences(costs):
    return np.diff(costs)


def second_differences__turns_the_sign(costs):
    return -np.diff(costs, 2)


def second_differences__halves(costs):
    return np.diff(np.diff(costs)) * 0.5


def second_differences__forgets_the_two(costs):
    return np.convolve(costs, [1, -1, 1], mode="valid")


def second_differences__skips_a_value(costs):
    return np.array([costs[i + 1] - costs[i - 1] for i in range(1, len(costs) - 1)])
