"""Every known mistake of partial_dots once more, in other words."""

import numpy as np


def partial_dots__does_not_add_up(w, x):
    return np.array([[a * b] for a, b in zip(w[:, 0], x[:, 0])])


def partial_dots__returns_the_last_sum(w, x):
    return w.T @ x


def partial_dots__begins_with_the_zero(w, x):
    total, sums = 0.0, []
    for j in range(len(w)):
        sums.append([total])
        total += w[j, 0] * x[j, 0]
    return np.array(sums)


def partial_dots__begins_at_the_end(w, x):
    total, sums = 0.0, []
    for j in reversed(range(len(w))):
        total += w[j, 0] * x[j, 0]
        sums.append([total])
    return np.array(sums)


def partial_dots__makes_a_flat_array(w, x):
    total, sums = 0.0, []
    for j in range(len(w)):
        total += w[j, 0] * x[j, 0]
        sums.append(total)
    return np.array(sums)
