"""Index loops, in place where possible, with lists where lists do."""
import math
import numpy as np


def frobenius(A):
    total = 0.0
    for entry in A.flat:
        total += entry * entry
    return math.sqrt(total)


def linear_activations(X, weights):
    A = [None] * (len(weights) + 1)
    A[0] = X
    for l in range(1, len(weights) + 1):
        A[l] = np.matmul(weights[l - 1], A[l - 1])
    return A


def linear_gradients(dA, weights):
    L = len(weights)
    grads = {L: dA}
    for l in range(L, 0, -1):
        grads[l - 1] = np.einsum("ij,im->jm", weights[l - 1], grads[l])
    return [grads[l] for l in range(L + 1)]


def identity_network_output(X, W_last, scale, layers):
    A = X
    for l in range(layers - 1):
        A = A * scale
    return np.dot(W_last, A)


def growth_rate(activations):
    first, last = frobenius(activations[0]), frobenius(activations[-1])
    return math.pow(last / first, 1.0 / (len(activations) - 1))


def signal_sizes(X, normals, scaling, activation):
    sizes = [float((X ** 2).mean())]
    A = X
    for N in normals:
        if scaling == "xavier":
            N *= math.sqrt(1 / N.shape[1])
        elif scaling == "he":
            N *= math.sqrt(2 / N.shape[1])
        elif scaling == "bengio":
            N *= math.sqrt(2 / sum(N.shape))
        A = np.dot(N, A)
        if activation == "tanh":
            A = np.tanh(A)
        else:
            A[A < 0] = 0
        sizes.append(float((A ** 2).mean()))
    return sizes


def shrink_weights(weights, learning_rate, lambd, m, steps):
    for step in range(steps):
        for W in weights:
            W *= 1 - learning_rate * lambd / m
    return weights


def tanh_gap(X, weights):
    linear = A = X
    for W in weights:
        linear = W.dot(linear)
        Z = W.dot(A)
        A = (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))
    return frobenius(A - linear) / frobenius(linear)
