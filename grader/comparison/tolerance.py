"""How near values are to each other: the same to the bit, or numbers within a tolerance."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.model.exercise import Tolerance

_COPIED = 1 << 14
_PLAIN = frozenset((bool, int, float, str, np.float64))


def is_same(expected: Any, actual: Any) -> bool:
    """Whether a value is the expected one to the bit: what most are, and cheap to see."""
    kind = type(expected)
    if kind is not type(actual):
        return False
    if kind is np.ndarray:
        if expected.shape != actual.shape or expected.dtype != actual.dtype:
            return False
        if expected.nbytes <= _COPIED:  # to copy a small array takes less than a call of NumPy
            return bool(expected.tobytes() == actual.tobytes())
        return bool((expected == actual).all())
    if kind is tuple or kind is list:
        return len(expected) == len(actual) and all(map(is_same, expected, actual))
    if kind is dict:
        return expected.keys() == actual.keys() and all(
            is_same(value, actual[key]) for key, value in expected.items()
        )
    return kind in _PLAIN and bool(expected == actual)


def widest(array: np.ndarray) -> np.ndarray:
    """The array in the precision in which values are compared."""
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64, copy=False)


def all_of(mask: np.ndarray) -> bool:
    """As ``mask.all()``, without the Python code through which NumPy goes."""
    return bool(np.count_nonzero(mask) == mask.size)


def within(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    """Return entry by entry whether ``actual`` (same shape) lies within the tolerance.

    Written so that NaN is never within; a NaN or infinity that is expected must be met exactly.
    """
    finite = np.isfinite(expected)
    ordinary = all_of(finite)
    size = np.abs(expected if ordinary else np.where(finite, expected, 0))
    atol = tolerance.atol
    if atol is None:
        atol = 1e-12 + 1e-9 * (float(size.max()) if size.size else 0.0)
    with np.errstate(invalid="ignore", over="ignore"):
        near: np.ndarray = np.abs(actual - expected) <= tolerance.rtol * size + atol
        if ordinary:
            return np.asarray(near)
        same = (actual == expected) | (np.isnan(actual) & np.isnan(expected))
    return np.where(finite, near, same)
