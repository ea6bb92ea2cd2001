"""Every known mistake of stopped_norms once more, in other words."""

import numpy as np


def sizes(weights, power=2):
    return [float(np.sum(np.abs(W.ravel()) ** power)) for W in weights]


def stopped_norms__takes_the_root(weights, dev_errors):
    n = sizes(weights)
    return tuple(v**0.5 for v in (n[0], n[dev_errors.index(min(dev_errors))], n[-1]))


def stopped_norms__adds_without_squares(weights, dev_errors):
    n = [W.ravel().sum() for W in weights]
    return n[0], n[dev_errors.index(min(dev_errors))], n[-1]


def stopped_norms__keeps_the_worst_epoch(weights, dev_errors):
    n = sizes(weights)
    return n[0], n[dev_errors.index(max(dev_errors))], n[-1]


def stopped_norms__keeps_the_epoch_after(weights, dev_errors):
    n = sizes(weights)
    return n[0], n[dev_errors.index(min(dev_errors)) + 1], n[-1]


def stopped_norms__leaves_out_the_last(weights, dev_errors):
    n = sizes(weights)
    return n[0], n[dev_errors.index(min(dev_errors))]


def stopped_norms__averages_the_squares(weights, dev_errors):
    n = [v / weights[0].size for v in sizes(weights)]
    return n[0], n[dev_errors.index(min(dev_errors))], n[-1]
