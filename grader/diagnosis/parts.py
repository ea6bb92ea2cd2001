"""Takes two results apart into their numbers, in pairs, where both are built alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.comparison.tolerance import all_of, within
from grader.model.exercise import Tolerance


def pairs(
    expected: Any, actual: Any, fit: Callable[[Any], bool] | None = None
) -> Iterator[tuple[Any, Any]]:
    """Both results' numbers in pairs; raises where they are not built alike, or one is not ``fit``."""
    for _, e, a in placed_pairs(expected, actual, fit):
        yield e, a


def placed_pairs(
    expected: Any, actual: Any, fit: Callable[[Any], bool] | None = None, place: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """As `pairs`, each with its place in the result as Python writes it: `[0]["W1"]`."""
    fit = fit or finite
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            raise TypeError
        for key, value in expected.items():
            yield from placed_pairs(value, actual[key], fit, f"{place}{_at(key)}")
    elif isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)):
            raise TypeError
        for index, (e, a) in enumerate(zip(expected, actual, strict=True)):
            yield from placed_pairs(e, a, fit, f"{place}[{index}]")
    elif isinstance(expected, (float, int, np.ndarray, np.generic)):
        if not isinstance(actual, (float, int, np.ndarray, np.generic)) or not fit(actual):
            raise TypeError
        yield place, expected, actual
    elif expected != actual:
        raise TypeError


def _at(key: Any) -> str:
    return f'["{key}"]' if isinstance(key, str) else f"[{key!r}]"


def is_real(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "biuf"


def finite(value: Any) -> bool:
    return is_real(value) and all_of(np.isfinite(value))


def near(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> bool:
    if expected.shape != actual.shape:
        return False
    return all_of(within(expected.astype(float), actual.astype(float), tolerance))
