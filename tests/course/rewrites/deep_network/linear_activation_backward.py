"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def linear_activation_backward__always_sigmoid(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = dA * np.exp(-Z) / np.square(1 + np.exp(-Z))
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__always_relu(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = np.where(Z > 0, dA, 0)
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__forgets_the_derivative(dA, cache, activation):
    A, W = cache[0][:2]
    return W.T @ dA, dA @ A.T * (1 / A.shape[1]), dA.mean(axis=1).reshape(-1, 1)


def linear_activation_backward__masks_by_the_gradient(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = np.array(dA)
    if activation == "relu":
        dZ[dZ <= 0] = 0
    else:
        dZ /= (1 + np.exp(-Z)) * (1 + np.exp(Z))
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__takes_Z_for_A(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = np.where(Z > 0, dA, 0) if activation == "relu" else dA * (Z - Z**2)
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__passes_the_gradient_at_zero(dA, cache, activation):
    (A, W, b), Z = cache
    s = 1 / (1 + np.exp(-Z))
    dZ = np.where(Z < 0, 0, dA) if activation == "relu" else dA * (s - s * s)
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)
