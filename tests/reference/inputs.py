"""Inputs for the reference's tests: small networks, and differences of whole functions."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

Arrays = dict[str, np.ndarray]


def draw_network(rng: np.random.Generator, *widths: int) -> Arrays:
    """Draw W1, b1, ..., with biases away from zero."""
    parameters: Arrays = {}
    for layer, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(after, before))
        parameters[f"b{layer}"] = rng.normal(size=(after, 1)) / 2
    return parameters


def draw_batch(
    rng: np.random.Generator, features: int, examples: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw inputs and labels of both kinds."""
    return rng.normal(size=(features, examples)), np.arange(examples).reshape(1, -1) % 2


def draw_like(rng: np.random.Generator, parameters: Arrays) -> Arrays:
    """Draw dW1, db1, ... of the parameters' shapes."""
    return {"d" + name: rng.normal(size=value.shape) for name, value in parameters.items()}


def numerical_gradients(cost: Callable[[Arrays], float], parameters: Arrays) -> Arrays:
    """Return dW1, db1, ... of ``cost`` by two-sided differences of one entry at a time."""
    epsilon = 1e-6
    gradients: Arrays = {}
    for name, value in parameters.items():
        gradient = np.zeros_like(value)
        for index in np.ndindex(value.shape):
            step = np.zeros_like(value)
            step[index] = epsilon
            higher = cost({**parameters, name: value + step})
            lower = cost({**parameters, name: value - step})
            gradient[index] = (higher - lower) / (2 * epsilon)
        gradients["d" + name] = gradient
    return gradients
