"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def backward_with_dropout__does_not_use_the_masks(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"Z{l}"] > 0) / keep[l - 1]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__forgets_to_rescale(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0)
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__ignores_dropout(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"Z{l}"] > 0)
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__multiplies_by_keep_prob(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) * keep[l - 1]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__uses_one_keep_prob_for_all(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[0]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__reads_the_keep_probs_backwards(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[len(keep) - l]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__forgets_the_relu(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * cache[f"D{l}"] / keep[l - 1]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__forgets_to_average(Y, p, cache, keep):
    grads, delta = {}, cache[f"A{len(keep) + 1}"] - Y
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[l - 1]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None] / Y.shape[1],
        }
    return grads


def backward_with_dropout__turns_the_sign(Y, p, cache, keep):
    grads, delta = {}, (Y - cache[f"A{len(keep) + 1}"]) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[l - 1]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads


def backward_with_dropout__goes_through_the_sigmoid_twice(Y, p, cache, keep):
    grads, out = {}, cache[f"A{len(keep) + 1}"]
    delta = (out - Y) * (out - out**2) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[l - 1]
        grads |= {
            f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]),
            f"db{l}": delta.sum(1)[:, None],
        }
    return grads
