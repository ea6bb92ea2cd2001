"""Every known mistake of optimization once more, in other words."""

import math

import numpy as np


def adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon, **parts):
    """Adam with each of its parts as a function that a mistake replaces."""
    mean = parts.get("mean") or (lambda old, grad: grad + beta1 * (old - grad))
    power = parts.get("power") or (lambda old, grad: beta2 * old + (1 - beta2) * np.square(grad))
    clean = parts.get("clean") or (lambda v, s: (v / (1 - beta1**t), s / (1 - beta2**t)))
    step = parts.get("step") or (
        lambda grad, v, s, clean_v, clean_s: clean_v / (clean_s**0.5 + epsilon)
    )
    moved, v, s, first, second = dict(parameters), dict(v), dict(s), {}, {}
    for name in parts.get("names") or parameters:
        key = f"d{name}"
        v[key], s[key] = mean(v[key], grads[key]), power(s[key], grads[key])
        first[key], second[key] = clean(v[key], s[key])
        moved[name] = moved[name] - rate * step(grads[key], v[key], s[key], first[key], second[key])
    return moved, v, s, first, second


def update_parameters_with_adam__steps_with_uncorrected_s(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        step=lambda g, v, s, cv, cs: cv / (np.sqrt(s) + epsilon),
    )


def update_parameters_with_adam__steps_with_uncorrected_v(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        step=lambda g, v, s, cv, cs: v / (np.sqrt(cs) + epsilon),
    )


def update_parameters_with_adam__steps_uncorrected(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        step=lambda g, v, s, cv, cs: v / (np.sqrt(s) + epsilon),
    )


def update_parameters_with_adam__steps_along_the_gradient(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        step=lambda g, v, s, cv, cs: g / (np.sqrt(cs) + epsilon),
    )


def update_parameters_with_adam__puts_epsilon_inside_the_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        step=lambda g, v, s, cv, cs: cv * (cs + epsilon) ** -0.5,
    )


def update_parameters_with_adam__forgets_the_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        step=lambda g, v, s, cv, cs: cv / (cs + epsilon),
    )


def update_parameters_with_adam__forgets_epsilon(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, 0.0)


def update_parameters_with_adam__corrects_s_with_beta1(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    rest = 1 - math.pow(beta1, t)
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        clean=lambda v, s: (v / rest, s / rest),
    )


def update_parameters_with_adam__corrects_without_t(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        clean=lambda v, s: (v / (1 - beta1), s / (1 - beta2)),
    )


def update_parameters_with_adam__multiplies_by_t(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        clean=lambda v, s: (v / (1 - t * beta1), s / (1 - t * beta2)),
    )


def update_parameters_with_adam__always_corrects_the_second_step(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        clean=lambda v, s: (v / (1 - beta1 * beta1), s / (1 - beta2 * beta2)),
    )


def update_parameters_with_adam__forgets_the_squares(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        power=lambda old, grad: grad + beta2 * (old - grad),
    )


def update_parameters_with_adam__squares_the_average(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        power=lambda old, grad: np.square(grad + beta2 * (old - grad)),
    )


def update_parameters_with_adam__forgets_the_past(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    nothing = {key: 0 for key in v}
    return adam(parameters, grads, nothing, nothing, t, learning_rate, beta1, beta2, epsilon)


def update_parameters_with_adam__swaps_the_betas(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta2, beta1, epsilon)


def update_parameters_with_adam__keeps_corrected_averages(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    moved, _, _, first, second = adam(
        parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
    )
    return moved, first, second, first, second


def update_parameters_with_adam__updates_b_with_dW(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    moved, *averages = adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    for l in range(1, len(moved) // 2 + 1):
        moved[f"b{l}"] = parameters[f"b{l}"] + (moved[f"W{l}"] - parameters[f"W{l}"])
    return (moved, *averages)


def update_parameters_with_adam__forgets_the_last_layer(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    last = len(parameters) // 2
    return adam(
        parameters,
        grads,
        v,
        s,
        t,
        learning_rate,
        beta1,
        beta2,
        epsilon,
        names=[name for name in parameters if name[1:] != str(last)],
    )


def update_parameters_with_adam__climbs(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, -learning_rate, beta1, beta2, epsilon)
