"""Every known mistake of scaled_initialization once more, in other words."""

import math

import numpy as np


def weight_deviation__returns_the_variance(scaling, n_before, n):
    below = {"xavier": n_before, "he": n_before / 2, "bengio": (n_before + n) / 2}
    return 1 / below[scaling]


def weight_deviation__counts_outputs(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(2 / (n + n_before))
    return math.sqrt((2 if scaling == "he" else 1) / n)


def weight_deviation__swaps_xavier_and_he(scaling, n_before, n):
    gains = {"xavier": 2 / n_before, "he": 1 / n_before, "bengio": 2 / (n + n_before)}
    return gains[scaling] ** 0.5


def weight_deviation__uses_one_over_n_for_he(scaling, n_before, n):
    inputs = (n + n_before) / 2 if scaling == "bengio" else n_before
    return 1 / math.sqrt(inputs)


def weight_deviation__uses_one_over_the_sum(scaling, n_before, n):
    if scaling == "bengio":
        return 1 / math.sqrt(n + n_before)
    return math.sqrt(1 / n_before) * (math.sqrt(2) if scaling == "he" else 1)


def weight_deviation__forgets_the_parentheses(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(n + 2 / n_before)
    return math.sqrt({"he": 2, "xavier": 1}[scaling] / n_before)


def weight_deviation__multiplies_the_widths(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(2 / n / n_before)
    return math.sqrt({"he": 2, "xavier": 1}[scaling] / n_before)


def weight_deviation__takes_the_root_of_the_numerator(scaling, n_before, n):
    if scaling == "xavier":
        return 1 / n_before
    return math.sqrt(2) / (n_before if scaling == "he" else n_before + n)


def weight_deviation__takes_xaviers_other_form(scaling, n_before, n):
    if scaling == "xavier":
        return n_before**-0.25
    return math.sqrt(2 / (n_before if scaling == "he" else n_before + n))
