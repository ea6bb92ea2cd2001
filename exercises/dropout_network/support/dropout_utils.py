"""The activation functions of a network with dropout."""

import numpy as np


def sigmoid(Z):
    """Squash every entry into (0, 1)."""
    return 1 / (1 + np.exp(-Z))


def relu(Z):
    """Replace negative entries by zero."""
    return np.maximum(0, Z)
