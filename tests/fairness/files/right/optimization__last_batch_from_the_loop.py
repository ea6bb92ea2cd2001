import math

import numpy as np
from opt_utils import forward_propagation, initialize_parameters, load_params_and_grads
from testCases import *


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    batches = []
    order = list(np.random.permutation(m))
    X_new = X[:, order]
    Y_new = Y[:, order].reshape((1, m))
    inc = mini_batch_size
    for k in range(0, math.floor(m / inc)):
        batches.append(
            (X_new[:, k * inc : (k + 1) * inc], Y_new[:, k * inc : (k + 1) * inc].reshape((1, inc)))
        )
    if m % inc != 0:
        batches.append([X_new[:, (k + 1) * inc : m], Y_new[:, (k + 1) * inc :]])
    return batches


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for l in range(len(parameters) // 2):
        for name in ("W" + str(l + 1), "b%d" % (l + 1)):
            v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
            parameters[name] -= learning_rate * v["d" + name]
    return parameters, v


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for l in range(1, len(parameters) // 2 + 1):
        for name in ("W" + str(l), "b" + str(l)):
            key = "d" + name
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
            step = np.divide(v[key], 1 - math.pow(beta1, t))
            size = s[key] / (1 - np.power(beta2, t))
            parameters[name] -= learning_rate * step / (size**0.5 + epsilon)
    return parameters, v, s


def update_lr(learning_rate0, epoch_num, decay_rate):
    return 1 / (1 + (decay_rate * epoch_num)) * learning_rate0


def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return (1 / (1 + decay_rate * int(epoch_num / time_interval))) * learning_rate0


parameters, grads, learning_rate = update_parameters_with_gd_test_case()
