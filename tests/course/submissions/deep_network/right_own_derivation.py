"""A right solution without the helpers: a class does the work, A - Y replaces two derivatives."""

from functools import reduce

import numpy as np

SMALL = 0.01
squash = lambda z: np.where(z >= 0, 1 / (1 + np.exp(-abs(z))), np.exp(-abs(z)) / (1 + np.exp(-abs(z))))


class Layer:
    """One layer: keeps what its backward pass needs."""

    def __init__(self, W, b, activation):
        self.W, self.b, self.activation = W, b, activation

    def forward(self, below):
        self.below = below
        self.Z = np.einsum("ij,jm->im", self.W, below) + self.b
        return squash(self.Z) if self.activation == "sigmoid" else np.where(self.Z > 0, self.Z, 0.0)

    def cache(self):
        return [[self.below, self.W, self.b], self.Z]


def draw(seed, dims):
    state = np.random.RandomState(seed)
    out = {}
    for number, (before, after) in enumerate(zip(dims, dims[1:]), 1):
        out[f"W{number}"] = SMALL * state.standard_normal((after, before))
        out[f"b{number}"] = np.zeros([after, 1])
    return out


def initialize_parameters(n_x, n_h, n_y):
    return draw(1, [n_x, n_h, n_y])


def initialize_parameters_deep(layer_dims):
    return draw(3, layer_dims)


def linear_forward(A, W, b):
    layer = Layer(W, b, None)
    layer.forward(A)
    return layer.Z, [A, W, b]


def linear_activation_forward(A_prev, W, b, activation):
    layer = Layer(W, b, activation)
    return layer.forward(A_prev), layer.cache()


def L_model_forward(X, parameters):
    depth = len(parameters) // 2
    layers = [
        Layer(parameters[f"W{k}"], parameters[f"b{k}"], "relu" if k < depth else "sigmoid")
        for k in range(1, depth + 1)
    ]
    AL = reduce(lambda A, layer: layer.forward(A), layers, X)
    return [AL, [layer.cache() for layer in layers]]


def compute_cost(AL, Y):
    return float(np.mean(-np.log(np.where(Y == 1, AL, 1 - AL))))


def linear_backward(dZ, cache):
    below, W, b = cache
    return np.einsum("ij,im->jm", W, dZ), np.einsum("im,jm->ij", dZ, below) / dZ.shape[1], dZ.mean(1)[:, None]


def linear_activation_backward(dA, cache, activation):
    Z = cache[1]
    slope = {"relu": lambda: (Z > 0).astype(float), "sigmoid": lambda: squash(Z) * squash(-Z)}[activation]()
    return linear_backward(dA * slope, cache[0])


def L_model_backward(AL, Y, caches):
    gradients = {}
    dZ = AL - Y
    for k in range(len(caches), 0, -1):
        dA, gradients["dW%d" % k], gradients["db%d" % k] = linear_backward(dZ, caches[k - 1][0])
        gradients["dA%d" % (k - 1)] = dA
        if k > 1:
            dZ = dA * (caches[k - 2][1] > 0)
    return gradients


def update_parameters(params, grads, learning_rate):
    return {name: value + -learning_rate * grads["d" + name] for name, value in params.items()}
