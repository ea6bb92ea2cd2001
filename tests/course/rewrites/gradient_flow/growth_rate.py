"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def growth_rate__counts_the_input_as_a_layer(activations):
    sizes = [math.sqrt((A * A).sum()) for A in activations]
    return math.pow(sizes[-1] / sizes[0], 1 / len(sizes))


def growth_rate__returns_the_total(activations):
    rate = 1.0
    for before, after in zip(activations, activations[1:]):
        rate *= np.sqrt(np.sum(after**2)) / np.sqrt(np.sum(before**2))
    return rate


def growth_rate__divides_the_total(activations):
    first, *_, last = activations
    return math.sqrt(np.vdot(last, last) / np.vdot(first, first)) / (len(activations) - 1)


def growth_rate__averages_the_factors(activations):
    sizes = np.array([np.sqrt((A**2).sum()) for A in activations])
    return (sizes[1:] / sizes[:-1]).sum() / (len(sizes) - 1)


def growth_rate__squares_the_norms(activations):
    first, last = np.vdot(activations[0], activations[0]), np.vdot(activations[-1], activations[-1])
    return (last / first) ** (1.0 / (len(activations) - 1))


def growth_rate__inverts_the_ratio(activations):
    sizes = [np.linalg.norm(A, "fro") for A in activations]
    return (sizes[-1] / sizes[0]) ** (-1 / (len(sizes) - 1))


def growth_rate__returns_the_logarithm(activations):
    logs = [math.log(np.linalg.norm(A)) for A in activations]
    return sum(b - a for a, b in zip(logs, logs[1:])) / (len(logs) - 1)


def growth_rate__compares_the_largest_entries(activations):
    peaks = [abs(A).max() for A in activations]
    return np.exp(np.log(peaks[-1] / peaks[0]) / (len(peaks) - 1))


def growth_rate__compares_the_last_two_layers(activations):
    before, after = activations[-2:]
    return math.sqrt((after**2).sum()) / math.sqrt((before**2).sum())
