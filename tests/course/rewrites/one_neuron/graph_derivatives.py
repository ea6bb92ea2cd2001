"""Every known mistake of graph_derivatives once more, in other words."""

import math


def walk(x1, x2, w1, w2, b, y):
    a = 1 / (1 + math.exp(-(x1 * w1 + x2 * w2 + b)))
    return a, (a - y) / (a * (1 - a)), a - y


def graph_derivatives__turns_the_sign_of_da(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": -da, "dz": -dz, "dw1": -x1 * dz, "dw2": -x2 * dz, "db": -dz}


def graph_derivatives__forgets_the_sigmoid(x1, x2, w1, w2, b, y):
    _, da, _ = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": da, "dw1": x1 * da, "dw2": x2 * da, "db": da}


def graph_derivatives__forgets_half_of_da(x1, x2, w1, w2, b, y):
    a, _, _ = walk(x1, x2, w1, w2, b, y)
    dz = -y * (1 - a)
    return {"da": -y / a, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def graph_derivatives__takes_a_minus_y_for_da(x1, x2, w1, w2, b, y):
    _, _, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": dz, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def graph_derivatives__multiplies_by_weights(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": dz, "dw1": w1 * dz, "dw2": w2 * dz, "db": dz}


def graph_derivatives__swaps_the_features(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": dz, "dw2": x1 * dz, "dw1": x2 * dz, "db": dz}


def graph_derivatives__says_db_is_one(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": 1}


def graph_derivatives__forgets_the_bias(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, 0, y)
    return {"da": da, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
