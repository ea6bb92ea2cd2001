"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def linear_activations__forgets_the_input(X, weights):
    found, A = [], X
    for W in weights:
        A = np.dot(W, A)
        found += [A]
    return found


def linear_activations__returns_the_output_alone(X, weights):
    for W in weights:
        X = np.dot(W, X)
    return X


def linear_activations__starts_every_layer_from_the_input(X, weights):
    return [X, *(np.dot(W, X) for W in weights)]


def linear_activations__applies_relu(X, weights):
    found = [X]
    for W in weights:
        Z = W.dot(found[-1])
        Z[Z < 0] = 0
        found.append(Z)
    return found


def linear_activations__transposes_the_weights(X, weights):
    found = [X]
    for W in weights:
        found += [W.transpose().dot(found[-1])]
    return found


def linear_activations__multiplies_entries(X, weights):
    found = [X]
    for l in range(len(weights)):
        found.append(np.multiply(found[l], weights[l]))
    return found


def linear_activations__uses_the_first_layer_throughout(X, weights):
    first = weights[0]
    found = [X]
    while len(found) <= len(weights):
        found.append(np.matmul(first, found[-1]))
    return found


def linear_activations__runs_backwards(X, weights):
    found = [X]
    for l in range(len(weights) - 1, -1, -1):
        found.append(np.dot(weights[l], found[-1]))
    return found


def linear_activations__forgets_the_last_layer(X, weights):
    found = [X]
    for l in range(1, len(weights)):
        found.append(np.dot(weights[l - 1], found[l - 1]))
    return found
