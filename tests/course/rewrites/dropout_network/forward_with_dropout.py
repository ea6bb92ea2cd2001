"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def forward_with_dropout__uses_one_keep_prob_for_all(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(seed), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[0]
            A = np.where(D & (Z > 0), Z / keep[0], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__reads_the_keep_probs_backwards(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(seed), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[len(keep) - l]
            A = np.where(D & (Z > 0), Z / keep[len(keep) - l], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__uses_sigmoid_throughout(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(seed), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[l - 1]
            A = np.where(D, A / keep[l - 1], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__forgets_the_relu(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(seed), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[l - 1]
            A = np.where(D, Z / keep[l - 1], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__forgets_to_rescale(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(seed), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[l - 1]
            A = np.where(D & (Z > 0), Z, 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__seeds_every_layer(X, p, keep, seed):
    cache, A = {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = np.random.RandomState(seed).rand(*Z.shape) < keep[l - 1]
            A = np.where(D & (Z > 0), Z / keep[l - 1], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__does_not_seed(X, p, keep, seed):
    cache, A = {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = np.random.uniform(size=Z.shape) < keep[l - 1]
            A = np.where(D & (Z > 0), Z / keep[l - 1], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__seeds_with_a_constant(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(1), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[l - 1]
            A = np.where(D & (Z > 0), Z / keep[l - 1], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__skips_the_mask_of_a_layer_that_keeps_all(X, p, keep, seed):
    rng, cache, A = np.random.RandomState(seed), {"A0": X}, X
    for l in range(1, len(keep) + 2):
        Z = p[f"W{l}"].dot(A) + p[f"b{l}"]
        A = 1 / (1 + np.exp(-Z))
        if l <= len(keep):
            D = cache[f"D{l}"] = rng.rand(*Z.shape) < keep[l - 1] if keep[l - 1] != 1 else Z == Z
            A = np.where(D & (Z > 0), Z / keep[l - 1], 0)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def forward_with_dropout__keeps_the_plain_activations(X, p, keep, seed):
    np.random.seed(seed)
    cache, A = {"A0": X}, X
    for l in range(1, len(keep) + 1):
        Z = cache[f"Z{l}"] = p[f"W{l}"].dot(A) + p[f"b{l}"]
        cache[f"A{l}"] = np.maximum(Z, 0)
        cache[f"D{l}"] = np.random.rand(*Z.shape) < keep[l - 1]
        A = cache[f"A{l}"] * cache[f"D{l}"] / keep[l - 1]
    l = len(keep) + 1
    cache[f"Z{l}"] = p[f"W{l}"].dot(A) + p[f"b{l}"]
    cache[f"A{l}"] = 1 / (1 + np.exp(-cache[f"Z{l}"]))
    return cache[f"A{l}"], cache
