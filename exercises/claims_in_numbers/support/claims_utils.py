"""A helper for claims in numbers."""

import numpy as np


def sigmoid(z):
    """Squash every entry into (0, 1)."""
    return 1 / (1 + np.exp(-z))
