"""Inputs for a network of any depth: the caches of a real forward pass."""

from __future__ import annotations

import numpy as np

LayerCache = tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def layer_cache(A_prev: np.ndarray, W: np.ndarray, b: np.ndarray) -> LayerCache:
    """Return ((A_prev, W, b), Z) with the Z that belongs to it."""
    return (A_prev, W, b), W @ A_prev + b


def forward(
    X: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, list[LayerCache]]:
    """Run ReLU layers and a sigmoid output; return the output and every layer's cache."""
    depth = len(parameters) // 2
    caches, A = [], X
    for layer in range(1, depth + 1):
        cache = layer_cache(A, parameters[f"W{layer}"], parameters[f"b{layer}"])
        caches.append(cache)
        Z = cache[1]
        A = np.maximum(0, Z) if layer < depth else 1 / (1 + np.exp(-Z))
    return A, caches
