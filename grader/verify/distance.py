"""How far two results lie apart, in units of a case's tolerance."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.model.exercise import Tolerance
from grader.values import NotAlike, leaf_pairs
from grader.values.numbers import allowed

STRUCTURE = float("inf")
"""Another type, shape, key or text: no tolerance would let it pass."""

_UNBOUNDED = Tolerance(rtol=1e300, atol=1e300)
"""With it, every difference counts but that of finite numbers."""


def distance(expected: Any, actual: Any, tolerance: Tolerance) -> float:
    """The largest ratio of a number's difference to what is tolerated there; above 1 is wrong."""
    try:
        return max(
            (_of_leaves(e, a, tolerance) for _, e, a in leaf_pairs(expected, actual)), default=0.0
        )
    except NotAlike:
        return STRUCTURE


def _of_leaves(expected: Any, actual: Any, tolerance: Tolerance) -> float:
    e = np.asarray(expected)
    if e.dtype.kind not in "fc" or not agrees(expected, actual, _UNBOUNDED):
        return 0.0 if agrees(expected, actual, tolerance) else STRUCTURE
    most = allowed(e, tolerance)
    with np.errstate(all="ignore"):
        ratio = np.abs(actual - e) / np.where(most > 0, most, np.finfo(float).tiny)
    return float(np.max(np.where(np.isfinite(e), ratio, 0.0), initial=0.0))
