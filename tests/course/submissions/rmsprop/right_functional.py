"""Comprehensions and a fold; nothing is changed after it was made."""
import functools
import numpy as np


def initialize_rmsprop(parameters):
    return {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    averages = {key: average + (1 - beta) * (grads[key] ** 2 - average) for key, average in s.items()}
    steps = {key: grads[key] / (averages[key] ** 0.5 + epsilon) for key in averages}
    return {name: value - learning_rate * steps["d" + name] for name, value in parameters.items()}, averages


def run_rmsprop(parameters, gradients, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    def one(state, grads):
        values, averages = state
        averages = {key: beta * averages[key] + (1 - beta) * grads[key] ** 2 for key in averages}
        values = {
            name: value - learning_rate * grads["d" + name] / (np.sqrt(averages["d" + name]) + epsilon)
            for name, value in values.items()
        }
        return values, averages

    start = (parameters, {"d" + name: np.zeros(value.shape) for name, value in parameters.items()})
    return functools.reduce(one, gradients, start)
