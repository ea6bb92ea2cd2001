# -*- coding: utf-8 -*-
# A right solution with the habits of 2017: an own generator, integer zeros turned to floats.
import numpy as np
import matplotlib.pyplot as plt
from init_utils import sigmoid, relu, compute_loss, forward_propagation, backward_propagation
from init_utils import update_parameters, predict, load_dataset, plot_decision_boundary, predict_dec

train_X, train_Y, test_X, test_Y = load_dataset()


def initialize_parameters_zeros(layers_dims):
    parameters = {}
    L = len(layers_dims)
    l = 1
    while l < L:
        parameters['W' + str(l)] = np.zeros([layers_dims[l], layers_dims[l-1]])
        parameters['b' + str(l)] = np.zeros([layers_dims[l], 1])
        l += 1
    return parameters


def initialize_parameters_random(layers_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        W = np.random.randn(layers_dims[l], layers_dims[l-1])
        W *= 10
        parameters['W' + str(l)] = W
        parameters['b' + str(l)] = np.zeros((layers_dims[l], 1), dtype=int) * 1.
    return parameters


def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layers_dims) - 1
    for l in range(1, L + 1):
        parameters['W' + str(l)] = np.multiply(np.random.randn(layers_dims[l], layers_dims[l-1]), np.power(2./layers_dims[l-1], 0.5))
        parameters['b' + str(l)] = np.zeros(shape=(layers_dims[l], 1))
    return parameters
