"""The known mistakes of `dropout_network`, each made once more in another hand."""

import numpy as np


def drop_units__keeps_the_wrong_units(A, keep_prob):
    D = 1 - (np.random.rand(*A.shape) <= keep_prob)
    return D * A / keep_prob, D


def drop_units__draws_normal_masks(A, keep_prob):
    D = np.random.normal(size=A.shape) < keep_prob
    return np.where(D, A / keep_prob, 0), D


def drop_units__uses_a_literal_half(A, keep_prob):
    D = np.random.uniform(size=A.shape) < 1 / 2
    return np.where(D, A / keep_prob, 0), D


def drop_units__draws_one_number_per_unit(A, keep_prob):
    D = np.ones(A.shape, dtype=int)
    for row, draw in enumerate(np.random.rand(len(A))):
        D[row] = draw < keep_prob
    return A * D / keep_prob, D


def drop_units__forgets_to_rescale(A, keep_prob):
    D = np.random.uniform(size=A.shape) < keep_prob
    A[~D] = 0
    return A, D


def drop_units__multiplies_by_keep_prob(A, keep_prob):
    D = np.random.uniform(size=A.shape) < keep_prob
    A[~D] = 0
    A *= keep_prob
    return A, D


def drop_units__forgets_the_mask(A, keep_prob):
    D = (np.random.uniform(size=A.shape) < keep_prob).astype(float)
    return np.divide(A, keep_prob), D


def drop_units__rescales_by_the_share_that_was_kept(A, keep_prob):
    D = np.random.uniform(size=A.shape) < keep_prob
    share = np.count_nonzero(D) / D.size
    return np.where(D, A / share, 0), D


def mean_dropped_activation__forgets_to_rescale(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return A * np.mean(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


def mean_dropped_activation__averages_the_masks(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return np.mean(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


def mean_dropped_activation__returns_the_sum(A, keep_prob, draws, seed):
    np.random.seed(seed)
    return A / keep_prob * np.sum(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


def mean_dropped_activation__seeds_every_draw(A, keep_prob, draws, seed):
    found = []
    for _ in range(draws):
        state = np.random.RandomState(seed)
        found.append(A * (state.rand(*A.shape) < keep_prob) / keep_prob)
    return np.mean(found, axis=0)


def mean_dropped_activation__drops_what_was_dropped(A, keep_prob, draws, seed):
    np.random.seed(seed)
    masks = (np.random.rand(draws, *A.shape) < keep_prob) / keep_prob
    return np.mean(A * np.cumprod(masks, axis=0), axis=0)


def mean_dropped_activation__does_not_seed(A, keep_prob, draws, seed):
    return A / keep_prob * np.mean(np.random.rand(draws, *A.shape) < keep_prob, axis=0)


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


def backward_with_dropout__does_not_use_the_masks(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"Z{l}"] > 0) / keep[l - 1]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__forgets_to_rescale(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0)
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__ignores_dropout(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"Z{l}"] > 0)
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__multiplies_by_keep_prob(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) * keep[l - 1]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__uses_one_keep_prob_for_all(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[0]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__reads_the_keep_probs_backwards(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[len(keep) - l]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__forgets_the_relu(Y, p, cache, keep):
    grads, delta = {}, (cache[f"A{len(keep) + 1}"] - Y) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * cache[f"D{l}"] / keep[l - 1]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__forgets_to_average(Y, p, cache, keep):
    grads, delta = {}, cache[f"A{len(keep) + 1}"] - Y
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[l - 1]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None] / Y.shape[1]}
    return grads


def backward_with_dropout__turns_the_sign(Y, p, cache, keep):
    grads, delta = {}, (Y - cache[f"A{len(keep) + 1}"]) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[l - 1]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def backward_with_dropout__goes_through_the_sigmoid_twice(Y, p, cache, keep):
    grads, out = {}, cache[f"A{len(keep) + 1}"]
    delta = (out - Y) * (out - out**2) / Y.shape[1]
    for l in range(len(keep) + 1, 0, -1):
        if l <= len(keep):
            delta = p[f"W{l + 1}"].T.dot(delta) * (cache[f"A{l}"] > 0) / keep[l - 1]
        grads |= {f"dW{l}": np.einsum("ik,jk->ij", delta, cache[f"A{l - 1}"]), f"db{l}": delta.sum(1)[:, None]}
    return grads


def predict_probabilities__drops_units(X, parameters):
    L = len(parameters) // 2
    for l in range(1, L):
        X = parameters["W%d" % l].dot(X) + parameters["b%d" % l]
        X = np.where(np.random.uniform(size=X.shape) < 0.5, 2 * np.maximum(X, 0), 0)
    return 1 / (1 + np.exp(-parameters["W%d" % L].dot(X) - parameters["b%d" % L]))


def predict_probabilities__scales_the_activations(X, parameters):
    L = len(parameters) // 2
    for l in range(1, L):
        X = np.maximum(parameters["W%d" % l].dot(X) + parameters["b%d" % l], 0) / 2
    return 1 / (1 + np.exp(-parameters["W%d" % L].dot(X) - parameters["b%d" % L]))


def predict_probabilities__returns_labels(X, parameters):
    L = len(parameters) // 2
    for l in range(1, L):
        X = np.maximum(parameters["W%d" % l].dot(X) + parameters["b%d" % l], 0)
    return np.where(parameters["W%d" % L].dot(X) + parameters["b%d" % L] > 0, 1.0, 0.0)


def predict_probabilities__forgets_the_sigmoid(X, parameters):
    L = len(parameters) // 2
    Z = X
    for l in range(1, L + 1):
        Z = parameters["W%d" % l].dot(Z if l == 1 else Z * (Z > 0)) + parameters["b%d" % l]
    return Z


def predict_probabilities__uses_relu_at_the_output(X, parameters):
    for l in range(1, len(parameters) // 2 + 1):
        X = np.maximum(parameters["W%d" % l].dot(X) + parameters["b%d" % l], 0)
    return X


def predict_probabilities__uses_sigmoid_throughout(X, parameters):
    for l in range(1, len(parameters) // 2 + 1):
        X = 1 / (1 + np.exp(-parameters["W%d" % l].dot(X) - parameters["b%d" % l]))
    return X


def layer_to_drop_most__drops_small_layers(layer_dims):
    hidden = range(1, len(layer_dims) - 1)
    return min(hidden, key=lambda l: layer_dims[l] * layer_dims[l - 1])


def layer_to_drop_most__counts_units(layer_dims):
    hidden = layer_dims[1:-1]
    return hidden.index(max(hidden)) + 1


def layer_to_drop_most__counts_outgoing_weights(layer_dims):
    outgoing = [a * b for a, b in zip(layer_dims[1:-1], layer_dims[2:])]
    return outgoing.index(max(outgoing)) + 1


def layer_to_drop_most__counts_from_zero(layer_dims):
    sizes = [a * b for a, b in zip(layer_dims[:-2], layer_dims[1:-1])]
    return sizes.index(max(sizes))


def layer_to_drop_most__drops_the_output(layer_dims):
    sizes = [a * b for a, b in zip(layer_dims, layer_dims[1:])]
    return sizes.index(max(sizes)) + 1


def layer_to_drop_most__adds_the_units(layer_dims):
    sizes = [a + b for a, b in zip(layer_dims[:-2], layer_dims[1:-1])]
    return sizes.index(max(sizes)) + 1
