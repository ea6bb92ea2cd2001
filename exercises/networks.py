"""Inputs that several exercises draw: parameters, batches, gradients, consistent caches.

Every builder takes ``rng``, the case's own ``numpy.random.RandomState``. A cache is always the
one of a real forward pass, so that any right derivation of a backward pass agrees with it.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def network(rng: np.random.RandomState, *widths: int) -> Arrays:
    """Draw W1, b1, ..., WL, bL for these widths; no bias is zero, no sigmoid saturates."""
    parameters: Arrays = {}
    for layer, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(after, before)) * np.sqrt(2 / before)
        parameters[f"b{layer}"] = rng.normal(size=(after, 1)) / 2
    return parameters


def batch(
    rng: np.random.RandomState, features: int, examples: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw inputs (features, examples) and labels 0 or 1 (1, examples)."""
    X = rng.normal(size=(features, examples))
    Y = (rng.uniform(size=(1, examples)) < 0.5).astype(int)
    return X, Y


def gradients_like(rng: np.random.RandomState, parameters: Arrays) -> Arrays:
    """Draw dW1, db1, ... of the parameters' shapes, of either sign and of different sizes."""
    return {"d" + name: rng.normal(size=value.shape) * 2 for name, value in parameters.items()}


def squares_like(rng: np.random.RandomState, parameters: Arrays) -> Arrays:
    """Draw positive averages of squares, as earlier steps would have left them."""
    return {
        "d" + name: rng.uniform(0.2, 3.0, size=value.shape) for name, value in parameters.items()
    }


def three_layer_cache(X: np.ndarray, parameters: Arrays) -> tuple[np.ndarray, ...]:
    """Run three layers and return (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)."""
    cache: list[np.ndarray] = []
    A = X
    for layer in (1, 2, 3):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        A = 1 / (1 + np.exp(-Z)) if layer == 3 else np.maximum(0, Z)
        cache += [Z, A, W, b]
    return tuple(cache)


def dropout_cache(
    rng: np.random.RandomState, X: np.ndarray, parameters: Arrays, keep_prob: float
) -> tuple[np.ndarray, ...]:
    """Run three layers with masks drawn from ``rng`` and return the cache of fourteen entries.

    The masks are not those of seed 1: a backward pass must read them from the cache.
    """
    cache: list[np.ndarray] = []
    A = X
    for layer in (1, 2, 3):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        if layer == 3:
            A = 1 / (1 + np.exp(-Z))
            cache += [Z, A, W, b]
        else:
            D = rng.uniform(size=Z.shape) < keep_prob
            A = np.maximum(0, Z) * D / keep_prob
            cache += [Z, D, A, W, b]
    return tuple(cache)


def three_layer_gradients(X: np.ndarray, Y: np.ndarray, cache: tuple[np.ndarray, ...]) -> Arrays:
    """Differentiate the cross-entropy cost of ``three_layer_cache``: right gradients to start from."""
    activations: list[Any] = [X, cache[1], cache[5], cache[9]]
    weights: list[Any] = [None, cache[2], cache[6], cache[10]]
    m = X.shape[1]
    gradients: Arrays = {}
    dZ = activations[3] - Y
    for layer in (3, 2, 1):
        gradients[f"dZ{layer}"] = dZ
        gradients[f"dW{layer}"] = dZ @ activations[layer - 1].T / m
        gradients[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / m
        if layer > 1:
            dA = weights[layer].T @ dZ
            gradients[f"dA{layer - 1}"] = dA
            dZ = dA * (activations[layer - 1] > 0)
    return gradients
