"""Takes two results apart into their numbers, in pairs, where both are built alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.compare import compare, within
from grader.model.exercise import Tolerance


def wrong_parts(
    expected: Any, actual: Any, tolerance: Tolerance
) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """The numeric parts that differ, in pairs; None where the two are not built alike."""
    try:
        found = list(pairs(expected, actual))
    except (TypeError, KeyError, ValueError):
        return None
    return [
        (np.asarray(e), np.asarray(a)) for e, a in found if compare(e, a, tolerance) is not None
    ]


def pairs(
    expected: Any, actual: Any, fit: Callable[[Any], bool] | None = None
) -> Iterator[tuple[Any, Any]]:
    """Both results' numbers in pairs; raises where they are not built alike, or one is not ``fit``."""
    fit = fit or finite
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            raise TypeError
        for key, value in expected.items():
            yield from pairs(value, actual[key], fit)
    elif isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)):
            raise TypeError
        for e, a in zip(expected, actual, strict=True):
            yield from pairs(e, a, fit)
    elif isinstance(expected, (float, int, np.ndarray, np.generic)):
        if not isinstance(actual, (float, int, np.ndarray, np.generic)) or not fit(actual):
            raise TypeError
        yield expected, actual
    elif expected != actual:
        raise TypeError


def is_real(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "biuf"


def finite(value: Any) -> bool:
    return is_real(value) and bool(np.isfinite(value).all())


def near(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> bool:
    if expected.shape != actual.shape:
        return False
    return bool(within(expected.astype(float), actual.astype(float), tolerance).all())


def aligned(
    expected: Any, actual: Any, tolerance: Tolerance
) -> tuple[np.ndarray, np.ndarray] | None:
    """All entries of the wrong parts in a row, where their shapes agree."""
    parts = wrong_parts(expected, actual, tolerance)
    if not parts or any(e.shape != a.shape for e, a in parts):
        return None
    e, a = (np.concatenate([p[i].astype(float).ravel() for p in parts]) for i in (0, 1))
    return e, a
