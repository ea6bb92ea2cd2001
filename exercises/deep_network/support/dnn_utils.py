"""The activations and their derivatives, as the notebook's helper module offers them."""

import numpy as np


def sigmoid(Z):
    """Return the sigmoid of every entry, and Z for the backward pass."""
    return 1 / (1 + np.exp(-Z)), Z


def relu(Z):
    """Return Z with negative entries replaced by zero, and Z for the backward pass."""
    return np.maximum(0, Z), Z


def sigmoid_backward(dA, cache):
    """Turn the gradient of the sigmoid's output into that of its input; ``cache`` is Z."""
    s = 1 / (1 + np.exp(-cache))
    return dA * s * (1 - s)


def relu_backward(dA, cache):
    """Turn the gradient of ReLU's output into that of its input; ``cache`` is Z."""
    return np.where(cache > 0, dA, 0.0)
