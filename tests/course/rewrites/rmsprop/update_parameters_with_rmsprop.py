"""Every known mistake of rmsprop once more, in other words."""

import numpy as np


def update_parameters_with_rmsprop__puts_epsilon_inside_the_root(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / ((S + epsilon) ** 0.5)
    return parameters, s


def update_parameters_with_rmsprop__forgets_epsilon(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (S**0.5)
    return parameters, s


def update_parameters_with_rmsprop__forgets_the_root(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (epsilon + S)
    return parameters, s


def update_parameters_with_rmsprop__averages_the_gradient(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__forgets_the_share(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = g * g + beta * s[k]
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__swaps_the_shares(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = s[k] + beta * (g * g - s[k])
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__squares_the_share(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + np.square(g - beta * g)
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__divides_by_the_old_average(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        parameters[k[1:]] = parameters[k[1:]] - learning_rate * g / (np.sqrt(s[k]) + epsilon)
        s[k] = beta * s[k] + (1 - beta) * g * g
    return parameters, s


def update_parameters_with_rmsprop__takes_one_average_for_the_array(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * (g * g).sum() / g.size
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__moves_by_the_average(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * S / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__does_not_divide(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g
    return parameters, s


def update_parameters_with_rmsprop__multiplies(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g * (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__climbs(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] += learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__ignores_the_learning_rate(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= g / (np.sqrt(S) + epsilon) / 100
    return parameters, s


def update_parameters_with_rmsprop__corrects_the_bias(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S / (1 - beta**1)) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__updates_b_with_dW(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k.replace("b", "W")]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] = parameters[k[1:]] - learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__forgets_the_last_layer(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in [k for k in s if int(k[2:]) < len(s) // 2]:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters, s


def update_parameters_with_rmsprop__returns_the_parameters_alone(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in s:
        g = grads[k]
        S = beta * s[k] + (1 - beta) * g * g
        s[k] = S
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(S) + epsilon)
    return parameters
