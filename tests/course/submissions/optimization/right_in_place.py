# A right solution that changes its arguments, with Adam's three values and no decay (2017 to 2020).
import numpy as np
import math
import sklearn
import sklearn.datasets
from opt_utils import load_params_and_grads, initialize_parameters, forward_propagation, backward_propagation
from opt_utils import compute_cost, predict, predict_dec, plot_decision_boundary, load_dataset


def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l+1)] -= learning_rate * grads["dW" + str(l+1)]
        parameters["b" + str(l+1)] -= learning_rate * grads["db" + str(l+1)]
    return parameters


def random_mini_batches(X, Y, mini_batch_size = 64, seed = 0):
    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((1,m))
    num_complete_minibatches = math.floor(m/mini_batch_size)
    for k in range(0, num_complete_minibatches):
        mini_batch_X = shuffled_X[:, k * mini_batch_size : (k+1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size : (k+1) * mini_batch_size]
        mini_batch = (mini_batch_X, mini_batch_Y)
        mini_batches.append(mini_batch)
    if m % mini_batch_size != 0:
        mini_batch_X = shuffled_X[:, num_complete_minibatches * mini_batch_size : m]
        mini_batch_Y = shuffled_Y[:, num_complete_minibatches * mini_batch_size : m]
        mini_batch = (mini_batch_X, mini_batch_Y)
        mini_batches.append(mini_batch)
    return mini_batches


def initialize_velocity(parameters):
    L = len(parameters) // 2
    v = {}
    for l in range(L):
        v["dW" + str(l+1)] = np.zeros_like(parameters["W" + str(l+1)])
        v["db" + str(l+1)] = np.zeros_like(parameters["b" + str(l+1)])
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        for k in ("W", "b"):
            i = str(l+1)
            v["d" + k + i] *= beta
            v["d" + k + i] += (1 - beta) * grads["d" + k + i]
            parameters[k + i] -= learning_rate * v["d" + k + i]
    return parameters, v


def initialize_adam(parameters):
    L = len(parameters) // 2
    v = {}
    s = {}
    for l in range(L):
        v["dW" + str(l+1)] = parameters["W" + str(l+1)] * 0
        v["db" + str(l+1)] = parameters["b" + str(l+1)] * 0
        s["dW" + str(l+1)] = parameters["W" + str(l+1)] * 0
        s["db" + str(l+1)] = parameters["b" + str(l+1)] * 0
    return v, s


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate = 0.01,
                                beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8):
    L = len(parameters) // 2
    v_corrected = {}
    s_corrected = {}
    for l in range(L):
        i = str(l+1)
        v["dW" + i] = beta1 * v["dW" + i] + (1 - beta1) * grads['dW' + i]
        v["db" + i] = beta1 * v["db" + i] + (1 - beta1) * grads['db' + i]
        v_corrected["dW" + i] = v["dW" + i] / (1 - np.power(beta1, t))
        v_corrected["db" + i] = v["db" + i] / (1 - np.power(beta1, t))
        s["dW" + i] = beta2 * s["dW" + i] + (1 - beta2) * np.power(grads['dW' + i], 2)
        s["db" + i] = beta2 * s["db" + i] + (1 - beta2) * np.power(grads['db' + i], 2)
        s_corrected["dW" + i] = s["dW" + i] / (1 - np.power(beta2, t))
        s_corrected["db" + i] = s["db" + i] / (1 - np.power(beta2, t))
        parameters["W" + i] -= learning_rate * v_corrected["dW" + i] / (np.sqrt(s_corrected["dW" + i]) + epsilon)
        parameters["b" + i] -= learning_rate * v_corrected["db" + i] / (np.sqrt(s_corrected["db" + i]) + epsilon)
    return parameters, v, s
