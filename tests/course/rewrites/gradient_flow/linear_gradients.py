"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def linear_gradients__forgets_to_transpose(dA, weights):
    found = [dA]
    for l in range(len(weights) - 1, -1, -1):
        found.insert(0, np.dot(weights[l], found[0]))
    return found


def linear_gradients__starts_at_the_first_layer(dA, weights):
    found = [dA]
    for W in weights:
        found.insert(0, np.dot(W.T, found[0]))
    return found


def linear_gradients__lists_from_the_end(dA, weights):
    found = [dA]
    for l in range(1, len(weights) + 1):
        found.append(np.einsum("ij,ik->jk", weights[-l], found[-1]))
    return found


def linear_gradients__forgets_the_last_gradient(dA, weights):
    found = []
    for W in weights[::-1]:
        dA = W.T.dot(dA)
        found.insert(0, dA)
    return found


def linear_gradients__forgets_the_inputs_gradient(dA, weights):
    L = len(weights)
    found = [None] * L
    found[L - 1] = dA
    for l in range(L - 1, 0, -1):
        found[l - 1] = weights[l].T.dot(found[l])
    return found


def linear_gradients__starts_every_layer_from_the_end(dA, weights):
    found = [dA]
    for W in weights[::-1]:
        found.insert(0, np.dot(W.T, dA))
    return found


def linear_gradients__returns_the_inputs_gradient_alone(dA, weights):
    product = np.eye(dA.shape[0])
    for W in weights[::-1]:
        product = product @ W
    return product.T @ dA
