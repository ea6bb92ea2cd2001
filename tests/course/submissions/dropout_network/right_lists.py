# A right solution with lists of layers, working in place where it can.
import numpy as np
from dropout_utils import *


def drop_units(A, keep_prob):
    D = np.random.rand(A.shape[0], A.shape[1])
    D = D < keep_prob
    A = np.array(A)
    A *= D
    A /= keep_prob
    return A, D


def mean_dropped_activation(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return sum(drop_units(A, keep_prob)[0] for i in range(draws)) / draws


def weights_and_biases(parameters):
    L = max(int(name[1:]) for name in parameters)
    return [(parameters["W" + str(l)], parameters["b" + str(l)]) for l in range(1, L + 1)]


def forward_with_dropout(X, parameters, keep_probs, seed):
    np.random.seed(seed)
    cache = dict(A0=X)
    layers = weights_and_biases(parameters)
    A = X
    for l, (W, b) in enumerate(layers[:-1], 1):
        Z = np.dot(W, A) + b
        A, D = drop_units(relu(Z), keep_probs[l - 1])
        cache.update({f"Z{l}": Z, f"D{l}": D.astype(int), f"A{l}": A})
    W, b = layers[-1]
    Z = np.dot(W, A) + b
    A = sigmoid(Z)
    cache.update({f"Z{len(layers)}": Z, f"A{len(layers)}": A})
    return A, cache


def backward_with_dropout(Y, parameters, cache, keep_probs):
    layers = weights_and_biases(parameters)
    m = Y.shape[1]
    grads = {}
    dA = None
    for l in reversed(range(1, len(layers) + 1)):
        if l == len(layers):
            dZ = (cache[f"A{l}"] - Y) / m
        else:
            dA *= cache[f"D{l}"]
            dA /= keep_probs[l - 1]
            dA[cache[f"Z{l}"] <= 0] = 0
            dZ = dA
        grads[f"dW{l}"] = np.dot(dZ, cache[f"A{l-1}"].T)
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        dA = np.dot(layers[l - 1][0].T, dZ)
    return grads


def predict_probabilities(X, parameters):
    *hidden, (W, b) = weights_and_biases(parameters)
    for V, c in hidden:
        X = relu(V @ X + c)
    return sigmoid(W @ X + b)


def layer_to_drop_most(layer_dims):
    sizes = [int(np.prod(pair)) for pair in zip(layer_dims[:-2], layer_dims[1:-1])]
    return sizes.index(max(sizes)) + 1
