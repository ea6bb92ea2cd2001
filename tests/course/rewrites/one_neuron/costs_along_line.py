"""Every known mistake of costs_along_line once more, in other words."""

import numpy as np


def squash(z):
    return np.exp(z) / (1 + np.exp(z))


def along(w, direction, X, Y, steps, squared):
    """Both costs at each step; what the second one is, ``squared`` says."""
    entropies, errors = [], []
    for t in steps:
        z = ((w + t * direction).T @ X)[0]
        a, y = squash(z), Y[0]
        entropies.append(-np.mean(np.log(np.where(y == 1, a, 1 - a))))
        errors.append(squared(a, y, z))
    return np.array(entropies), np.array(errors)


def costs_along_line__halves_the_squares(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: 0.5 * np.mean((y - a) ** 2))


def costs_along_line__adds_instead_of_averaging(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: (a - y) @ (a - y))


def costs_along_line__swaps_the_results(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))[::-1]


def costs_along_line__walks_backwards(w, direction, X, Y, steps):
    return along(w, -direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))


def costs_along_line__forgets_the_start(w, direction, X, Y, steps):
    return along(0 * w, direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))


def costs_along_line__forgets_the_sigmoid(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: np.mean((y - z) ** 2))


def costs_along_line__takes_distances(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: np.abs(y - a).sum() / len(y))


def costs_along_line__turns_the_sign_of_the_loss(w, direction, X, Y, steps):
    entropies, errors = along(w, direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))
    return -entropies, errors
