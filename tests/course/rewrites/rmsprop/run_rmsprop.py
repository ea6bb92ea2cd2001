"""Every known mistake of rmsprop once more, in other words."""

import numpy as np


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
