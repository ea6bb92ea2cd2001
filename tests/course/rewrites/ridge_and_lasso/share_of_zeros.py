"""Every known mistake of share_of_zeros once more, in other words."""

import numpy as np


def share_of_zeros__counts_without_dividing(w):
    return sum(v == 0 for v in w.ravel())


def share_of_zeros__counts_the_others(w):
    return np.count_nonzero(w) / w.size


def share_of_zeros__rounds_small_weights(w):
    return np.isclose(w, 0).sum() / w.size


def share_of_zeros__takes_per_cent(w):
    return 100 - 100 * np.count_nonzero(w) / w.size


def share_of_zeros__counts_negative_ones_too(w):
    return 1 - np.mean(w > 0)
