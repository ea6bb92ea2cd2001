"""Every known mistake of rmsprop once more, in other words."""

import numpy as np


def initialize_rmsprop__forgets_the_last_layer(parameters):
    last = str(len(parameters) // 2)
    return {"d" + k: np.zeros_like(v) for k, v in parameters.items() if k[1:] != last}


def initialize_rmsprop__uses_the_parameters_names(parameters):
    return {k: 0.0 * v for k, v in parameters.items()}


def initialize_rmsprop__gives_biases_the_shape_of_weights(parameters):
    s = {}
    for l in range(1, len(parameters) // 2 + 1):
        s[f"dW{l}"] = s[f"db{l}"] = np.zeros_like(parameters[f"W{l}"])
    return s


def initialize_rmsprop__makes_flat_arrays(parameters):
    return {"d" + k: np.array([0.0] * len(v)) for k, v in parameters.items()}


def initialize_rmsprop__starts_at_numbers(parameters):
    return dict.fromkeys(("d" + k for k in parameters), 0.0)


def initialize_rmsprop__starts_at_ones(parameters):
    return {"d" + k: np.full(v.shape, 1.0) for k, v in parameters.items()}


def initialize_rmsprop__copies_the_parameters(parameters):
    return {"d" + k: +v for k, v in parameters.items()}


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


def run_rmsprop__starts_over_at_every_step(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for grads in gradients:
        s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            parameters[k[1:]] = parameters[k[1:]] - learning_rate * grads[k] / (
                np.sqrt(s[k]) + epsilon
            )
    return parameters, s


def run_rmsprop__leaves_the_parameters(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    for grads in gradients:
        stepped = {}
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            stepped[k[1:]] = parameters[k[1:]] - learning_rate * grads[k] / (
                np.sqrt(s[k]) + epsilon
            )
    return stepped, s


def run_rmsprop__takes_the_first_gradient_throughout(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    grads = gradients[0]
    for _ in range(len(gradients)):
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            parameters[k[1:]] = parameters[k[1:]] - learning_rate * grads[k] / (
                np.sqrt(s[k]) + epsilon
            )
    return parameters, s


def run_rmsprop__takes_one_step_less(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    for t in range(1, len(gradients)):
        grads = gradients[t - 1]
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            parameters[k[1:]] = parameters[k[1:]] - learning_rate * grads[k] / (
                np.sqrt(s[k]) + epsilon
            )
    return parameters, s


def run_rmsprop__runs_backwards(parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    while gradients:
        grads = gradients.pop()
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            parameters[k[1:]] = parameters[k[1:]] - learning_rate * grads[k] / (
                np.sqrt(s[k]) + epsilon
            )
    return parameters, s


def run_rmsprop__uses_the_defaults(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    beta, learning_rate, epsilon = 0.9, 0.01, 1e-8
    s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    for grads in gradients:
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            parameters[k[1:]] = parameters[k[1:]] - learning_rate * grads[k] / (
                np.sqrt(s[k]) + epsilon
            )
    return parameters, s


def run_rmsprop__corrects_the_bias_as_adam_does(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = {"d" + k: np.zeros(v.shape) for k, v in parameters.items()}
    power = 1
    for grads in gradients:
        power *= beta
        for k in s:
            s[k] = beta * s[k] + (1 - beta) * grads[k] ** 2
            root = np.sqrt(s[k] / (1 - power))
            parameters[k[1:]] -= learning_rate * grads[k] / (root + epsilon)
    return parameters, s


def run_rmsprop__averages_the_gradients_first(
    parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = {}
    for k in parameters:
        mean = np.mean([grads["d" + k] for grads in gradients], axis=0)
        s["d" + k] = (1 - beta) * mean**2
        parameters[k] -= learning_rate * mean / (np.sqrt(s["d" + k]) + epsilon)
    return parameters, s
