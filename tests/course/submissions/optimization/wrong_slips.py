# Three slips of 2017: biases follow the weights' gradients, the last batch comes from the front,
# and Adam (in its form with three values) divides by the root of the plain average.
import math
import numpy as np


def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l+1)] = parameters["W" + str(l+1)] - learning_rate * grads["dW" + str(l+1)]
        parameters["b" + str(l+1)] = parameters["b" + str(l+1)] - learning_rate * grads["dW" + str(l+1)]
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((1, m))
    k_complete = math.floor(m / mini_batch_size)
    for k in range(k_complete):
        mini_batches.append((shuffled_X[:, k*mini_batch_size:(k+1)*mini_batch_size],
                             shuffled_Y[:, k*mini_batch_size:(k+1)*mini_batch_size]))
    if m % mini_batch_size != 0:
        end = m - mini_batch_size * k_complete
        mini_batches.append((shuffled_X[:, 0:end], shuffled_Y[:, 0:end]))
    return mini_batches


def initialize_velocity(parameters):
    return {"d" + key: np.zeros(parameters[key].shape) for key in parameters}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for key in list(parameters):
        v["d" + key] = beta * v["d" + key] + (1 - beta) * grads["d" + key]
        parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return parameters, v


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01,
                                beta1=0.9, beta2=0.999, epsilon=1e-8):
    L = len(parameters) // 2
    v_corrected, s_corrected = {}, {}
    for l in range(1, L + 1):
        for k in ("W%d" % l, "b%d" % l):
            v["d" + k] = beta1 * v["d" + k] + (1 - beta1) * grads["d" + k]
            v_corrected["d" + k] = v["d" + k] / (1 - beta1**t)
            s["d" + k] = beta2 * s["d" + k] + (1 - beta2) * grads["d" + k]**2
            s_corrected["d" + k] = s["d" + k] / (1 - beta2**t)
            parameters[k] = parameters[k] - learning_rate * v_corrected["d" + k] / (np.sqrt(s["d" + k]) + epsilon)
    return parameters, v, s
