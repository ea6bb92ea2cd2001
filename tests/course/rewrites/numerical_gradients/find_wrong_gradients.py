"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def find_wrong_gradients__names_the_right_ones(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k for k in keys if not ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__compares_without_dividing(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: math.sqrt(((a - b) ** 2).sum())
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__ignores_the_limit(gradients, approximations, limit=1e-3):
    limit = 1 / 1000
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__names_the_layers(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [int(k[2:]) for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__names_the_parameters(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return [k.lstrip("d") for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__looks_at_weights_only(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = [f"dW{l + 1}" for l in range(len(gradients) // 2)]
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__stops_at_the_first(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    for k in keys:
        if ratio(gradients[k], approximations[k]) > limit:
            return [k]
    return []


def find_wrong_gradients__sorts_the_names(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients.keys())
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__starts_at_the_last_layer(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (-int(k[2:]), k[1]))
    return [k for k in keys if ratio(gradients[k], approximations[k]) > limit]


def find_wrong_gradients__names_all_of_a_failed_check(gradients, approximations, limit=1e-3):
    ratio = lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    keys = sorted(gradients, key=lambda k: (int(k[2:]), k[1]))
    return keys if max(ratio(gradients[k], approximations[k]) for k in keys) > limit else []
