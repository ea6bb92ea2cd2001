"""A right solution that walks the layers by recursion and keeps integer masks."""
import numpy as np
from dropout_utils import sigmoid, relu


def drop_units(A, keep_prob):
    D = np.where(np.random.random_sample(A.shape) < keep_prob, 1, 0)
    return (np.multiply(A, D) / keep_prob, D)


def mean_dropped_activation(A, keep_prob, draws, seed):
    np.random.seed(seed)
    masks = np.random.rand(draws, *A.shape) < keep_prob
    return np.mean(masks * (A / keep_prob), axis=0)


def forward_with_dropout(X, parameters, keep_probs, seed):
    np.random.seed(seed)
    cache = {"A0": X}

    def layer(l, A):
        Z = parameters["W%d" % l].dot(A) + parameters["b%d" % l]
        cache["Z%d" % l] = Z
        if l - 1 == len(keep_probs):
            cache["A%d" % l] = sigmoid(Z)
            return cache["A%d" % l]
        cache["A%d" % l], cache["D%d" % l] = drop_units(relu(Z), keep_probs[l - 1])
        return layer(l + 1, cache["A%d" % l])

    return layer(1, X), cache


def backward_with_dropout(Y, parameters, cache, keep_probs):
    grads = {}

    def layer(l, dZ):
        grads["dW%d" % l] = np.einsum("im,jm->ij", dZ, cache["A%d" % (l - 1)]) / Y.shape[1]
        grads["db%d" % l] = np.mean(dZ, axis=1).reshape(-1, 1)
        if l == 1:
            return
        # A positive activation was neither cut by ReLU nor dropped.
        alive = cache["A%d" % (l - 1)] > 0
        layer(l - 1, np.where(alive, parameters["W%d" % l].T.dot(dZ) / keep_probs[l - 2], 0.0))

    L = len(keep_probs) + 1
    layer(L, cache["A%d" % L] - Y)
    return grads


def predict_probabilities(X, parameters):
    L = len(parameters) // 2

    def layer(l):
        below = X if l == 1 else relu(layer(l - 1))
        return parameters["W%d" % l].dot(below) + parameters["b%d" % l]

    return sigmoid(layer(L))


def layer_to_drop_most(layer_dims):
    hidden = range(1, len(layer_dims) - 1)
    return max(hidden, key=lambda l: layer_dims[l] * layer_dims[l - 1])
