"""How far two results lie apart, in units of a case's tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.comparison.compare import compare
from grader.model.exercise import Tolerance

STRUCTURE = float("inf")
"""Another type, shape, key or text: no tolerance would let it pass."""


def distance(expected: Any, actual: Any, tolerance: Tolerance) -> float:
    """The largest ratio of a number's difference to what is tolerated there; above 1 is wrong."""
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping) or any(key not in actual for key in expected):
            return STRUCTURE
        return max((distance(v, actual[k], tolerance) for k, v in expected.items()), default=0.0)
    if isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)) or len(actual) != len(expected):
            return STRUCTURE
        pairs = zip(expected, actual, strict=True)
        return max((distance(e, a, tolerance) for e, a in pairs), default=0.0)
    if compare(expected, actual, _UNBOUNDED) is not None or not _is_inexact(expected):
        return 0.0 if compare(expected, actual, tolerance) is None else STRUCTURE
    return _entries(np.asarray(expected), np.asarray(actual), tolerance)


# Finds every difference but that of finite numbers.
_UNBOUNDED = Tolerance(rtol=1e300, atol=1e300)


def _is_inexact(value: Any) -> bool:
    return (
        isinstance(value, (float, complex, np.ndarray, np.generic))
        and np.asarray(value).dtype.kind in "fc"
    )


def _entries(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> float:
    finite = np.isfinite(expected)
    size = np.abs(np.where(finite, expected, 0))
    atol = tolerance.atol
    if atol is None:
        atol = 1e-12 + 1e-9 * (float(size.max()) if size.size else 0.0)
    allowed = tolerance.rtol * size + atol
    with np.errstate(all="ignore"):
        ratio = np.abs(actual - expected) / np.where(allowed > 0, allowed, np.finfo(float).tiny)
    return float(np.max(np.where(finite, ratio, 0.0), initial=0.0))
