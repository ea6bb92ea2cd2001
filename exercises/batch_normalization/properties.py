"""What holds between several calls, whatever the single values are. Runs in a sandbox child."""

import numpy as np


def _layer(rng, n, m):
    return rng.normal(size=(n, m)), rng.uniform(0.5, 2, size=(n, 1)), rng.normal(size=(n, 1))


def the_bias_cancels(rng, call):
    """gives the same result when every example has the same bias added"""
    Z, gamma, beta = _layer(rng, 4, 6)
    b = rng.normal(size=(4, 1)) * 5
    without, _ = call("batch_norm_forward", Z, gamma, beta, 0.2)
    biased, _ = call("batch_norm_forward", Z + b, gamma, beta, 0.2)
    turned, _ = call("batch_norm_forward", Z[:, ::-1], gamma, beta, 0.2)
    if any(np.shape(each) != Z.shape for each in (without, biased, turned)):
        return False
    # Who ignores Z gives the same for the examples in another order.
    spread, moved = np.ptp(without, axis=1), np.abs(turned - without).max(axis=1)
    same = np.all(np.abs(biased - without) < 1e-9)
    return bool(same and np.all(spread > 0.1) and np.all(moved > 0.1))


def agrees_with_differences(rng, call):
    """is the gradient of your own forward pass, as differences of a cost show"""
    Z, gamma, beta = _layer(rng, 3, 5)
    weights = rng.normal(size=Z.shape)
    inputs = {"dZ": Z, "dgamma": gamma, "dbeta": beta}
    direction = {name: rng.normal(size=value.shape) for name, value in inputs.items()}

    def cost(shift):
        moved = [value + shift * direction[name] for name, value in inputs.items()]
        return np.sum(weights * call("batch_norm_forward", *moved, 0.3)[0])

    _, cache = call("batch_norm_forward", Z, gamma, beta, 0.3)
    gradients = call("batch_norm_backward", weights, cache)
    slope = sum(np.sum(gradients[name] * direction[name]) for name in inputs)
    differences = (cost(1e-5) - cost(-1e-5)) / 2e-5
    return bool(abs(slope - differences) < 1e-5 * abs(differences))
