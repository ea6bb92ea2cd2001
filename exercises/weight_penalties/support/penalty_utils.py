"""Helpers for logistic regression without a penalty."""

import numpy as np


def sigmoid(z):
    """Squash every entry into (0, 1)."""
    return 1 / (1 + np.exp(-z))


def cross_entropy(A, Y):
    """Average the cross-entropy of predictions A and labels Y, both (1, m), over the examples."""
    return float(np.mean(-Y * np.log(A) - (1 - Y) * np.log(1 - A)))
