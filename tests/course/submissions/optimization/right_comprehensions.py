"""A right solution of 2021 and later in comprehensions; lists where pairs were meant."""

import numpy as np
from numpy import floor, sqrt


def names(parameters):
    for l in range(1, 1 + len(parameters) // 2):
        yield from (f"W{l}", f"b{l}")


def update_parameters_with_gd(parameters, grads, learning_rate):
    return {n: parameters[n] - grads[f"d{n}"] * learning_rate for n in names(parameters)}


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    order = np.arange(X.shape[1])
    np.random.shuffle(order)
    pieces = -(-X.shape[1] // mini_batch_size)
    cuts = [order[i * mini_batch_size:(i + 1) * mini_batch_size] for i in range(pieces)]
    return [[X[:, cut], Y[:, cut]] for cut in cuts]


def initialize_velocity(parameters):
    return {f"d{n}": np.zeros(np.shape(parameters[n])) for n in names(parameters)}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    new = {k: v[k] + (1 - beta) * (grads[k] - v[k]) for k in v}
    return [{n: parameters[n] - learning_rate * new["d" + n] for n in names(parameters)}, new]


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01,
                                beta1=0.9, beta2=0.999, epsilon=1e-8):
    v = {k: beta1 * v[k] + (1 - beta1) * grads[k] for k in v}
    s = {k: beta2 * s[k] + (1 - beta2) * grads[k] * grads[k] for k in s}
    v_corrected = {k: v[k] / (1 - beta1 ** t) for k in v}
    s_corrected = {k: s[k] / (1 - beta2 ** t) for k in s}
    steps = {n: v_corrected["d" + n] / (sqrt(s_corrected["d" + n]) + epsilon) for n in names(parameters)}
    new = {n: parameters[n] - learning_rate * steps[n] for n in steps}
    return new, v, s, v_corrected, s_corrected


def update_lr(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * (1 + decay_rate * epoch_num) ** -1


def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return np.float64(learning_rate0) / (1 + decay_rate * (epoch_num // time_interval))
