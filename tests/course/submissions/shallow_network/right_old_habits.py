# A right solution of the older form: seeds inside, parameters handed to the cost, updates in place,
# 1 - tanh(Z1)^2 instead of 1 - A1^2, labels as floats.
import numpy as np
from testCases_v2 import *
from planar_utils import plot_decision_boundary, sigmoid, load_planar_dataset, load_extra_datasets


def layer_sizes(X, Y):
    (n_x, m) = np.shape(X)
    n_y = len(Y)
    return [n_x, 4, n_y]


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    sizes = [n_x, n_h, n_y]
    parameters = {}
    for l in range(1, 3):
        parameters['W' + str(l)] = .01 * np.random.randn(sizes[l], sizes[l - 1])
        parameters['b' + str(l)] = np.zeros(shape=(sizes[l], 1))
    return parameters


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters['W1'], X) + parameters['b1']
    A1 = (np.exp(Z1) - np.exp(-Z1)) / (np.exp(Z1) + np.exp(-Z1))
    Z2 = np.dot(parameters['W2'], A1) + parameters['b2']
    A2 = sigmoid(Z2)
    assert(A2.shape == (1, X.shape[1]))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y, parameters):
    m = Y.shape[1]
    cost = 0
    for i in range(m):
        if Y[0, i]:
            cost = cost - np.log(A2[0, i]) / m
        else:
            cost = cost - np.log(1 - A2[0, i]) / m
    assert(isinstance(cost, float))
    return cost


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    dZ2 = (cache["A2"] - Y) / m
    dW2 = np.dot(dZ2, np.tanh(cache["Z1"]).T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(np.tanh(cache["Z1"]), 2))
    dW1 = np.dot(dZ1, X.T)
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dZ1": dZ1, "dZ2": dZ2}


def update_parameters(parameters, grads, learning_rate=1.2):
    for key in parameters:
        parameters[key] -= learning_rate * grads["d" + key]
    return parameters


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x = layer_sizes(X, Y)[0]
    n_y = layer_sizes(X, Y)[2]
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(0, num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return np.round(A2)
