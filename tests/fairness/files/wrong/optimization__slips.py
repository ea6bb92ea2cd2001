import math

import numpy as np


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    order = np.random.permutation(m)
    X, Y = X[:, order], Y[:, order]
    full = m // mini_batch_size
    batches = [
        (
            X[:, i * mini_batch_size : (i + 1) * mini_batch_size],
            Y[:, i * mini_batch_size : (i + 1) * mini_batch_size],
        )
        for i in range(full)
    ]
    if m % full != 0:
        batches.append((X[:, full * mini_batch_size :], Y[:, full * mini_batch_size :]))
    return batches


def initialize_velocity(parameters):
    v = {}
    for l in range(len(parameters)):
        v["dW" + str(l + 1)] = np.zeros(parameters["W" + str(l + 1)].shape)
        v["db" + str(l + 1)] = np.zeros(parameters["b" + str(l + 1)].shape)
    return v


def update_parameters_with_gd(parameters, grads, learning_rate):
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] = (
            parameters["w" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        )
        parameters["b" + str(l + 1)] = (
            parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
        )
    return parameters


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for l in range(len(parameters) // 2):
        for name in ("W" + str(l + 1), "b" + str(l + 1)):
            key = "d" + name
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            s[key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2
            step = v[key] / (1 - math.pow(beta1, t + l))
            size = s[key] / (1 - math.pow(beta2, t))
            parameters[name] = parameters[name] - learning_rate * step / (np.sqrt(size) + epsilon)
    return parameters, v, s


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for l in range(len(parameters) // 2):
        for name in ("W" + str(l + 1), "b" + str(l + 1)):
            v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
            parameters[name] = parameters[name] - learning_rate * v["d" + name]
        return parameters, v
