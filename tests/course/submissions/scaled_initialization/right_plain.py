"""Each function for itself, in the manner of the first course."""
import math
import numpy as np


def weight_deviation(scaling, n_before, n):
    if scaling == "bengio":
        return math.sqrt(2.0 / (n_before + n))
    if scaling == "he":
        return math.sqrt(2.0 / n_before)
    return 1.0 / math.sqrt(n_before)


def initialize_scaled(layers_dims, scaling, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        W = np.random.normal(0, 1, (layers_dims[l], layers_dims[l-1]))
        if scaling == 'xavier':
            W *= np.power(layers_dims[l-1], -0.5)
        elif scaling == 'he':
            W *= np.sqrt(2.) / np.sqrt(layers_dims[l-1])
        else:
            W *= np.sqrt(2 / (layers_dims[l] + layers_dims[l-1]))
        parameters['W' + str(l)] = W
        parameters['b' + str(l)] = np.zeros_like(W[:, :1])
    return parameters


def initialize_for_activations(layers_dims, activations, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        W = np.random.randn(layers_dims[l], layers_dims[l-1]) / np.sqrt(layers_dims[l-1])
        if activations[l-1] == 'relu':
            W = W * np.sqrt(2)
        parameters['W' + str(l)] = W
        parameters['b' + str(l)] = np.full((layers_dims[l], 1), 0.)
    return parameters
