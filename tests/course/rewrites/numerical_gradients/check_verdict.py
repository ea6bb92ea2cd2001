"""Every known mistake of numerical_gradients once more, in other words.

``curve`` and ``data_cost`` are in the namespace of a submission.
"""

import math

import numpy as np


def check_verdict__excludes_the_lower_limit(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio >= 1e-7) + (ratio >= 1e-3)]


def check_verdict__includes_the_upper_limit(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio > 1e-7) + (ratio > 1e-3)]


def check_verdict__moves_both_limits(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio >= 1e-7) + (ratio > 1e-3)]


def check_verdict__worries_from_1e_5_on(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio > 1e-7) + (ratio >= 1e-5)]


def check_verdict__is_content_with_1e_5(ratio):
    words = ["great", "look closer", "worry"]
    return words[(ratio > 1e-5) + (ratio >= 1e-3)]


def check_verdict__knows_two_verdicts(ratio):
    return "worry" if ratio > 1e-7 else "great"


def check_verdict__turns_the_order(ratio):
    words = ["great", "look closer", "worry"]
    return words[::-1][(ratio > 1e-7) + (ratio >= 1e-3)]
