"""Every known mistake of condition_number once more, in other words."""

import numpy as np


def singular(X):
    return np.linalg.svd(X, compute_uv=False)


def condition_number__turns_the_ratio(X):
    s = singular(X)
    return (s[-1] / s[0]) ** 2


def condition_number__takes_the_root(X):
    return np.linalg.cond(X)


def condition_number__compares_features_only(X):
    sizes = (X * X).sum(axis=1)
    return max(sizes) / min(sizes)


def condition_number__centers_the_inputs(X):
    s = singular(X - X.mean(axis=1)[:, None])
    return (s[0] / s[-1]) ** 2


def condition_number__subtracts(X):
    s = singular(X) ** 2
    return s.max() - s.min()


def sizes(weights, power=2):
    return [float(np.sum(np.abs(W.ravel()) ** power)) for W in weights]
