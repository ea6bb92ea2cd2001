# Layer by layer, in place, with a helper for one array.
import numpy as np


def _step(value, gradient, average, beta, learning_rate, epsilon):
    average *= beta
    average += (1 - beta) * np.square(gradient)
    value -= learning_rate * gradient / (np.sqrt(average) + epsilon)


def initialize_rmsprop(parameters):
    L = len(parameters) // 2
    s = {}
    for l in range(1, L + 1):
        for letter in "Wb":
            s["d" + letter + str(l)] = np.zeros_like(parameters[letter + str(l)])
    return s


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        for letter in "Wb":
            key = letter + str(l)
            _step(parameters[key], grads["d" + key], s["d" + key], beta, learning_rate, epsilon)
    return parameters, s


def run_rmsprop(parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    s = {"d" + key: value * 0.0 for key, value in parameters.items()}
    while gradients:
        grads = gradients.pop(0)
        for key in parameters:
            _step(parameters[key], grads["d" + key], s["d" + key], beta, learning_rate, epsilon)
    return parameters, s
