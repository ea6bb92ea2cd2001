"""Every known mistake of regression_with_dropout once more, in other words."""

import numpy as np


def layers(parameters):
    return [(parameters[f"W{l}"], parameters[f"b{l}"]) for l in range(1, len(parameters) // 2 + 1)]


def run(X, parameters, keep_probs, seed, first=0, divide=True, reseed=False, turned=False):
    np.random.seed(seed)
    A, pairs = X, layers(parameters)
    for l, (W, b) in enumerate(pairs):
        if reseed:
            np.random.seed(seed)
        if l >= first:
            draw = np.random.random_sample(A.shape)
            A = np.where((draw > keep_probs[l]) == turned, A, 0)
            A = A / keep_probs[l] if divide else A
        Z = W @ A + b
        A = np.where(Z > 0, Z, 0)
    return Z


def regression_with_dropout__keeps_the_wrong_units(X, parameters, keep_probs, seed):
    return run(X, parameters, keep_probs, seed, turned=True)


def regression_with_dropout__forgets_to_divide(X, parameters, keep_probs, seed):
    return run(X, parameters, keep_probs, seed, divide=False)


def regression_with_dropout__leaves_the_input(X, parameters, keep_probs, seed):
    return run(X, parameters, keep_probs, seed, first=1)


def regression_with_dropout__ends_with_relu(X, parameters, keep_probs, seed):
    return np.clip(run(X, parameters, keep_probs, seed), 0, None)


def regression_with_dropout__ends_with_a_sigmoid(X, parameters, keep_probs, seed):
    return 1 / (1 + np.exp(-run(X, parameters, keep_probs, seed)))


def regression_with_dropout__seeds_every_layer(X, parameters, keep_probs, seed):
    return run(X, parameters, keep_probs, seed, reseed=True)


def regression_with_dropout__does_not_drop(X, parameters, keep_probs, seed):
    return run(X, parameters, keep_probs, seed, first=len(keep_probs))
