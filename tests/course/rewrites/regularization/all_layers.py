"""Every known mistake of regularization once more, in other words."""

import numpy as np


def entropy(A3, Y):
    """The mean cross-entropy over the examples."""
    return -float(np.where(Y == 1, np.log(A3), np.log(1 - A3)).sum()) / Y.size


def penalty(parameters, layers=(1, 2, 3), size=lambda W: np.linalg.norm(W) ** 2):
    """What ``size`` makes of the weights of these layers, summed."""
    return sum(size(parameters[f"W{l}"]) for l in layers)


def compute_cost_with_regularization__multiplies_by_m(A3, Y, parameters, lambd):
    return entropy(A3, Y) + penalty(parameters) * lambd * 0.5 * Y.size


def compute_cost_with_regularization__forgets_the_squares(A3, Y, parameters, lambd):
    return entropy(A3, Y) + lambd * penalty(parameters, size=np.sum) / (2 * Y.size)


def compute_cost_with_regularization__forgets_layer_1(A3, Y, parameters, lambd):
    return entropy(A3, Y) + lambd * penalty(parameters, (2, 3)) / (2 * Y.size)


def compute_cost_with_regularization__forgets_layer_3(A3, Y, parameters, lambd):
    total = sum(np.vdot(W, W) for W in (parameters["W1"], parameters["W2"]))
    return entropy(A3, Y) + lambd * total / (2 * Y.size)


def compute_cost_with_regularization__forgets_to_average(A3, Y, parameters, lambd):
    return entropy(A3, Y) + 0.5 * lambd * penalty(parameters)


def compute_cost_with_regularization__forgets_the_half(A3, Y, parameters, lambd):
    return (Y.size * entropy(A3, Y) + lambd * penalty(parameters)) / Y.size


def compute_cost_with_regularization__penalises_absolute_values(A3, Y, parameters, lambd):
    total = penalty(parameters, size=lambda W: np.abs(W).sum())
    return entropy(A3, Y) + lambd / 2 * total / Y.size


def compute_cost_with_regularization__penalises_the_norm(A3, Y, parameters, lambd):
    total = penalty(parameters, size=lambda W: np.sqrt(np.square(W).sum()))
    return entropy(A3, Y) + lambd / 2 * total / Y.size


def compute_cost_with_regularization__penalises_the_biases(A3, Y, parameters, lambd):
    total = sum(np.square(value).sum() for value in parameters.values())
    return entropy(A3, Y) + lambd / 2 * total / Y.size


def compute_cost_with_regularization__subtracts_the_penalty(A3, Y, parameters, lambd):
    return entropy(A3, Y) - lambd / 2 * penalty(parameters) / Y.size


def compute_cost_with_regularization__returns_the_penalty_alone(A3, Y, parameters, lambd):
    return lambd / 2 * penalty(parameters) / Y.size


def compute_cost_with_regularization__forgets_the_penalty(A3, Y, parameters, lambd):
    return entropy(A3, Y)


def gradients(X, Y, cache, share, bias_share=lambda b: 0 * b, alive=lambda A, dA: A > 0):
    """Backpropagation from the last layer to the first, with what is added to every dW and db."""
    m = Y.shape[1]
    A = [X, cache[1], cache[5], cache[9]]
    W, b = [None, *cache[2::4]], [None, *cache[3::4]]
    found, dZ = {}, A[3] - Y
    for l in (3, 2, 1):
        found[f"dZ{l}"] = dZ
        found[f"dW{l}"] = np.dot(dZ, A[l - 1].T) / m + share(l, W[l], m)
        found[f"db{l}"] = dZ.mean(axis=1).reshape(-1, 1) + bias_share(b[l]) / m
        if l > 1:
            dA = found[f"dA{l - 1}"] = np.dot(W[l].T, dZ)
            dZ = np.where(alive(A[l - 1], dA), dA, 0)
    return found


def backward_propagation_with_regularization__keeps_the_half(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: 0.5 * lambd * W / m)


def backward_propagation_with_regularization__penalises_the_last_layer_only(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W / m if l == 3 else 0)


def backward_propagation_with_regularization__forgets_the_first_layer(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: 0 if l == 1 else lambd * W / m)


def backward_propagation_with_regularization__forgets_the_penalty(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: 0)


def backward_propagation_with_regularization__forgets_to_average_the_penalty(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W)


def backward_propagation_with_regularization__subtracts_the_penalty(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: -lambd * W / m)


def backward_propagation_with_regularization__averages_the_penalty_twice(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W / m / m)


def backward_propagation_with_regularization__penalises_the_sum_of_weights(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W.sum() / m)


def backward_propagation_with_regularization__penalises_the_biases(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W / m, lambda b: lambd * b)


def backward_propagation_with_regularization__forgets_the_relu(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W / m, alive=lambda A, dA: True)


def backward_propagation_with_regularization__masks_by_the_gradient(X, Y, cache, lambd):
    return gradients(X, Y, cache, lambda l, W, m: lambd * W / m, alive=lambda A, dA: dA > 0)


def masked_pass(X, parameters, draw, use=lambda l, A, D, keep: np.where(D, A, 0) / keep, keep=0.5):
    """The forward pass; ``draw(l, shape)`` makes a mask and ``use`` puts it on an activation."""
    cache, A = [], X
    for l in (1, 2, 3):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = np.dot(W, A) + b
        if l == 3:
            A = 1 / (1 + np.exp(-Z))
            cache += [Z, A, W, b]
        else:
            D = draw(l, Z.shape)
            A = use(l, np.maximum(Z, 0), D, keep)
            cache += [Z, D, A, W, b]
    return A, tuple(cache)


def uniform(keep_prob, rng):
    return lambda l, shape: rng.random_sample(shape) < keep_prob


def forward_propagation_with_dropout__keeps_the_wrong_units(X, parameters, keep_prob=0.5):
    kept = uniform(keep_prob, np.random.RandomState(1))
    return masked_pass(X, parameters, lambda l, shape: ~kept(l, shape), keep=keep_prob)


def forward_propagation_with_dropout__keeps_the_other_end(X, parameters, keep_prob=0.5):
    dropped = uniform(1 - keep_prob, np.random.RandomState(1))
    return masked_pass(X, parameters, lambda l, shape: ~dropped(l, shape), keep=keep_prob)


def forward_propagation_with_dropout__draws_normal_masks(X, parameters, keep_prob=0.5):
    rng = np.random.RandomState(1)
    return masked_pass(
        X, parameters, lambda l, shape: rng.normal(size=shape) < keep_prob, keep=keep_prob
    )


def forward_propagation_with_dropout__uses_a_literal_half(X, parameters, keep_prob=0.5):
    return masked_pass(X, parameters, uniform(1 / 2, np.random.RandomState(1)), keep=keep_prob)


def forward_propagation_with_dropout__forgets_to_rescale(X, parameters, keep_prob=0.5):
    return masked_pass(X, parameters, uniform(keep_prob, np.random.RandomState(1)), keep=1)


def forward_propagation_with_dropout__multiplies_by_keep_prob(X, parameters, keep_prob=0.5):
    return masked_pass(
        X,
        parameters,
        uniform(keep_prob, np.random.RandomState(1)),
        lambda l, A, D, keep: keep_prob * A * D,
    )


def forward_propagation_with_dropout__forgets_layer_2(X, parameters, keep_prob=0.5):
    return masked_pass(
        X,
        parameters,
        uniform(keep_prob, np.random.RandomState(1)),
        lambda l, A, D, keep: D * A / keep_prob if l == 1 else A,
    )


def forward_propagation_with_dropout__forgets_the_second_mask(X, parameters, keep_prob=0.5):
    return masked_pass(
        X,
        parameters,
        uniform(keep_prob, np.random.RandomState(1)),
        lambda l, A, D, keep: (D if l == 1 else 1) * A / keep_prob,
    )


def forward_propagation_with_dropout__forgets_the_masks(X, parameters, keep_prob=0.5):
    return masked_pass(
        X,
        parameters,
        uniform(keep_prob, np.random.RandomState(1)),
        lambda l, A, D, keep: A / keep_prob,
    )


def forward_propagation_with_dropout__does_not_seed(X, parameters, keep_prob=0.5):
    return masked_pass(X, parameters, uniform(keep_prob, np.random), keep=keep_prob)


def forward_propagation_with_dropout__seeds_before_both_masks(X, parameters, keep_prob=0.5):
    return masked_pass(
        X,
        parameters,
        lambda l, shape: uniform(keep_prob, np.random.RandomState(1))(l, shape),
        keep=keep_prob,
    )


def forward_propagation_with_dropout__draws_one_number_per_unit(X, parameters, keep_prob=0.5):
    rng = np.random.RandomState(1)
    return masked_pass(
        X, parameters, lambda l, shape: rng.uniform(size=(shape[0], 1)) < keep_prob, keep=keep_prob
    )


def forward_propagation_with_dropout__draws_the_second_mask_first(X, parameters, keep_prob=0.5):
    rng, m = np.random.RandomState(1), X.shape[1]
    second = rng.uniform(size=(len(parameters["W2"]), m)) < keep_prob
    first = rng.uniform(size=(len(parameters["W1"]), m)) < keep_prob
    return masked_pass(X, parameters, lambda l, shape: first if l == 1 else second, keep=keep_prob)


def dropped_gradients(X, Y, cache, factor):
    """Backpropagation, where ``factor(l, D)`` is what dA of layer l is multiplied with."""
    _, D1, A1, _, _, _, D2, A2, W2, _, _, A3, W3, _ = cache
    m = Y.shape[1]
    found = {"dZ3": A3 - Y}
    found["dA2"] = np.dot(W3.T, found["dZ3"]) * factor(2, D2)
    found["dZ2"] = np.where(A2 > 0, found["dA2"], 0)
    found["dA1"] = np.dot(W2.T, found["dZ2"]) * factor(1, D1)
    found["dZ1"] = np.where(A1 > 0, found["dA1"], 0)
    for l, before in ((1, X), (2, A1), (3, A2)):
        found[f"dW{l}"] = np.dot(found[f"dZ{l}"], before.T) / m
        found[f"db{l}"] = found[f"dZ{l}"].mean(axis=1)[:, np.newaxis]
    return found


def backward_propagation_with_dropout__does_not_use_the_masks(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: 1 / keep_prob)


def backward_propagation_with_dropout__forgets_to_rescale(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: D)


def backward_propagation_with_dropout__ignores_dropout(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: 1)


def backward_propagation_with_dropout__multiplies_by_keep_prob(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: keep_prob * D)


def backward_propagation_with_dropout__masks_layer_2_only(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: (D if l == 2 else 1) / keep_prob)


def backward_propagation_with_dropout__masks_layer_1_only(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: (D if l == 1 else 1) / keep_prob)


def backward_propagation_with_dropout__rescales_layer_2_only(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: D / (keep_prob if l == 2 else 1))


def backward_propagation_with_dropout__divides_by_a_literal_half(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: 2 * D)


def backward_propagation_with_dropout__draws_new_masks(X, Y, cache, keep_prob):
    rng = np.random.RandomState(1)
    drawn = {1: rng.uniform(size=cache[1].shape) < keep_prob}
    drawn[2] = rng.uniform(size=cache[6].shape) < keep_prob
    return dropped_gradients(X, Y, cache, lambda l, D: drawn[l] / keep_prob)


def backward_propagation_with_dropout__inverts_the_masks(X, Y, cache, keep_prob):
    return dropped_gradients(X, Y, cache, lambda l, D: np.where(D, 0, 1 / keep_prob))
