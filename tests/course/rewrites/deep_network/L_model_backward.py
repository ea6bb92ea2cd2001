"""Every known mistake once more, written otherwise than in the reference."""

import numpy as np


def L_model_backward__flips_the_sign(AL, Y, caches):
    grads, dZ = {}, Y - AL
    for k in range(len(caches), 0, -1):
        A, W, b = caches[k - 1][0]
        grads["dW%d" % k], grads["db%d" % k] = dZ @ A.T / A.shape[1], dZ.mean(1, keepdims=True)
        grads["dA%d" % (k - 1)] = W.T @ dZ
        dZ = np.where(A > 0, W.T @ dZ, 0)
    return grads


def L_model_backward__hidden_layers_use_sigmoid(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for k in range(len(caches), 0, -1):
        A, W, b = caches[k - 1][0]
        dA = grads[f"dA{k - 1}"] = np.einsum("ij,im->jm", W, dZ)
        grads.update({f"dW{k}": dZ.dot(A.T) / dZ.shape[1], f"db{k}": dZ.mean(axis=1)[:, None]})
        if k > 1:
            dZ = dA / (2 + np.exp(caches[k - 2][1]) + np.exp(-caches[k - 2][1]))
    return grads


def L_model_backward__starts_with_the_difference(AL, Y, caches):
    grads, dZ = {}, (AL - Y) * (AL - AL**2)
    for k, ((A, W, b), Z) in reversed(list(enumerate(caches, 1))):
        grads["dW%d" % k], grads["db%d" % k] = dZ @ A.T / A.shape[1], dZ.mean(1, keepdims=True)
        grads["dA%d" % (k - 1)] = W.T @ dZ
        dZ = (A > 0) * (W.T @ dZ)
    return grads


def L_model_backward__forgets_the_first_layer(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for k, ((A, W, b), Z) in list(enumerate(caches, 1))[:0:-1]:
        grads["dW%d" % k], grads["db%d" % k] = np.dot(dZ, A.T) / Y.size, dZ.mean(1, keepdims=True)
        grads["dA%d" % (k - 1)] = np.dot(W.T, dZ)
        dZ = np.multiply(A > 0, np.dot(W.T, dZ))
    return grads


def L_model_backward__reuses_the_same_gradient(AL, Y, caches):
    L, m, grads = len(caches), Y.shape[1], {}
    last = caches[-1][0][1].T @ (AL - Y)
    for k, ((A, W, b), Z) in reversed([*enumerate(caches, 1)]):
        dZ = AL - Y
        if k < L:
            dZ = last * (Z > 0)
        grads |= {
            f"dA{k - 1}": W.T @ dZ,
            f"dW{k}": dZ @ A.T / m,
            f"db{k}": dZ.sum(1, keepdims=True) / m,
        }
    return grads


def L_model_backward__numbers_layers_from_0(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for k in reversed(range(len(caches))):
        A, W, b = caches[k][0]
        grads["dW%d" % k], grads["db%d" % k] = dZ @ A.T / A.shape[1], dZ.mean(1, keepdims=True)
        grads["dA%d" % k] = W.T @ dZ
        dZ = np.where(A > 0, W.T @ dZ, 0)
    return grads


def L_model_backward__averages_twice(AL, Y, caches):
    grads, dZ, m = {}, np.divide(AL - Y, Y.shape[1]), Y.shape[1]
    for k in range(len(caches), 0, -1):
        A, W, b = caches[k - 1][0]
        grads |= {
            f"dA{k - 1}": W.T @ dZ,
            f"dW{k}": dZ @ A.T / m,
            f"db{k}": dZ.sum(1, keepdims=True) / m,
        }
        dZ = np.where(A > 0, W.T @ dZ, 0)
    return grads
