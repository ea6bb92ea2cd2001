# The recursion written for the step, collected in lists.
import numpy as np


def moving_average(values, beta):
    v, found = 0.0, []
    for value in values:
        v = v + (1 - beta) * (value - v)
        found.append(v)
    return np.array(found)


def corrected_average(values, beta):
    v, power, found = np.zeros_like(values[0]), 1.0, []
    for value in values:
        v = beta * v + (1 - beta) * value
        power *= beta
        found.append(v / (1 - power))
    return found


def average_weights(beta, t):
    if t == 1:
        return np.array([1 - beta])
    return np.append(beta * average_weights(beta, t - 1), 1 - beta)


def averaging_window(beta):
    return (1 - beta) ** -1
