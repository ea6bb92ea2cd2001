"""What holds between several calls, whatever the single values are. Runs in a sandbox child."""

import numpy as np
from networks import batch, network


def keeps_the_mean(rng, call):
    """leaves the mean of a large layer where it was, with the expected share of its units"""
    A = rng.uniform(1, 3, size=(200, 150))
    dropped, D = call("drop_units", A, 0.8)
    kept = np.mean(np.asarray(D) != 0)
    return dropped.shape == A.shape and abs(kept - 0.8) < 0.02 and _near(dropped.mean(), A.mean())


def _near(actual, expected):
    return abs(actual / expected - 1) < 0.02


def agrees_with_differences(rng, call):
    """is the gradient of the very pass whose cache it gets, as differences of the cost show"""
    parameters = network(rng, 4, 6, 5, 1)
    X, Y = batch(rng, 4, 7)
    keep_probs, seed = [0.7, 0.6], 11
    direction = {name: rng.normal(size=value.shape) for name, value in parameters.items()}

    def cost(shift):
        moved = {n: value + shift * direction[n] for n, value in parameters.items()}
        AL, _ = call("forward_with_dropout", X, moved, keep_probs, seed)
        return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))

    _, cache = call("forward_with_dropout", X, parameters, keep_probs, seed)
    grads = call("backward_with_dropout", Y, parameters, cache, keep_probs)
    slope = sum(np.sum(grads["d" + name] * direction[name]) for name in parameters)
    differences = (cost(1e-5) - cost(-1e-5)) / 2e-5
    return abs(slope - differences) < 1e-5 * abs(differences)
