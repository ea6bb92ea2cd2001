# Recursion, accumulate and closures instead of loops over lists.
import itertools
import numpy as np
from functools import reduce

SCALES = {
    "xavier": lambda before, after: before ** -0.5,
    "he": lambda before, after: (before / 2) ** -0.5,
    "bengio": lambda before, after: ((before + after) / 2) ** -0.5,
}


def linear_activations(X, weights):
    return tuple(itertools.accumulate(weights, lambda A, W: np.dot(W, A), initial=X))


def linear_gradients(dA, weights):
    if len(weights) == 0:
        return [dA]
    later = linear_gradients(dA, weights[1:])
    return [np.dot(weights[0].T, later[0])] + later


def identity_network_output(X, W_last, scale, layers):
    if layers == 1:
        return W_last.dot(X)
    return identity_network_output(scale * np.eye(X.shape[0]) @ X, W_last, scale, layers - 1)


def growth_rate(activations):
    steps = [np.log(np.linalg.norm(b)) - np.log(np.linalg.norm(a)) for a, b in zip(activations[:-1], activations[1:])]
    return float(np.exp(np.mean(steps)))


def signal_sizes(X, normals, scaling, activation):
    relu = lambda z: z * (z > 0)
    g = relu if activation == "relu" else np.tanh
    scale = SCALES[scaling]
    A = list(itertools.accumulate(normals, lambda a, n: g(scale(n.shape[1], n.shape[0]) * (n @ a)), initial=X))
    return np.array([np.vdot(a, a) / a.size for a in A])


def shrink_weights(weights, learning_rate, lambd, m, steps):
    if steps == 0:
        return weights
    shrunk = [W - learning_rate * (lambd / m) * W for W in weights]
    return shrink_weights(shrunk, learning_rate, lambd, m, steps - 1)


def tanh_gap(X, weights):
    bent = reduce(lambda A, W: np.tanh(W @ A), weights, X)
    straight = reduce(lambda A, W: W @ A, weights, X)
    return np.sqrt(((bent - straight) ** 2).sum() / (straight ** 2).sum())
