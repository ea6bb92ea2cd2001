"""What holds between several calls, whatever the single values are. Runs in a sandbox child."""

import numpy as np


def agrees_with_differences(rng, call):
    """returns the gradients of the cost that it returns, as differences of that cost show"""
    X = rng.normal(size=(3, 8))
    Y = (rng.uniform(size=(1, 8)) < 0.5).astype(int)
    w, b = rng.normal(size=(3, 1)), 0.4
    direction, step = rng.normal(size=(3, 1)), 1e-5

    def cost(shift):
        return float(call("propagate", w + shift * direction, b + shift, X, Y)[1])

    grads, _ = call("propagate", w, b, X, Y)
    slope = float(np.sum(grads["dw"] * direction) + grads["db"])
    differences = (cost(step) - cost(-step)) / (2 * step)
    # A cost that never moves has zeros for gradients: that is no cost.
    moves = abs(differences) > 1e-3
    return moves and grads["dw"].shape == w.shape and abs(slope - differences) < 1e-6
