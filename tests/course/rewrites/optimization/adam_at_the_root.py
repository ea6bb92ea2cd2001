"""Mistakes of Adam below the line of its step."""

import numpy as np


def update_parameters_with_adam__puts_epsilon_under_the_root_of_uncorrected_s(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    moved, first, second = {}, {}, {}
    v = {key: beta1 * v[key] + (1 - beta1) * grads[key] for key in v}
    s = {key: beta2 * s[key] + (1 - beta2) * grads[key] * grads[key] for key in s}
    for name, value in parameters.items():
        key = "d" + name
        first[key], second[key] = v[key] / (1 - beta1**t), s[key] / (1 - beta2**t)
        moved[name] = value - learning_rate * first[key] * (s[key] + epsilon) ** -0.5
    return moved, v, s, first, second
