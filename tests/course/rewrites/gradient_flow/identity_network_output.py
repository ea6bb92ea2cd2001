"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def identity_network_output__scales_all_layers(X, W_last, scale, layers):
    A = X
    for _ in range(layers):
        A = scale * np.eye(len(X)) @ A
    return W_last @ A


def identity_network_output__scales_two_layers_less(X, W_last, scale, layers):
    power = math.pow(scale, layers - 2)
    return np.dot(W_last, power * X)


def identity_network_output__multiplies_by_the_number(X, W_last, scale, layers):
    hidden = np.eye(X.shape[0]) * scale
    return W_last.dot((layers - 1) * hidden).dot(X)


def identity_network_output__forgets_the_last_layer(X, W_last, scale, layers):
    A = X.copy()
    for _ in range(1, layers):
        A *= scale
    return A


def identity_network_output__takes_the_exponential(X, W_last, scale, layers):
    return math.e ** ((layers - 1) * scale) * np.dot(W_last, X)


def identity_network_output__adds_the_identity(X, W_last, scale, layers):
    A = X
    for _ in range(layers - 1):
        A = A + scale * A
    return np.dot(W_last, A)


def identity_network_output__scales_once(X, W_last, scale, layers):
    return np.einsum("ij,jk->ik", W_last, scale * X)
