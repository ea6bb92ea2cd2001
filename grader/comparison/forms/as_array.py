"""A list where an array is expected, and the reverse."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.comparison.forms.form import Align, Form
from grader.model.exercise import Tolerance
from grader.values import MAX_NODES, leaves


class AsArray(Form):
    """Lists of numbers and arrays may stand for each other, at any depth of nesting."""

    def misfit(self, expected: Any) -> str | None:
        fits = isinstance(expected, np.ndarray) or _array(expected) is not None
        return None if fits else "arrays, and lists of numbers"

    def align(self, expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> Any:
        if isinstance(expected, np.ndarray) and isinstance(actual, (list, tuple)):
            array = _array(actual)
            if array is None:
                return actual
            whole = array.dtype.kind in "bui" and expected.dtype.kind in "fc"
            # Whoever writes [0, 1] has no dtype in mind.
            return array.astype(expected.dtype) if whole or not array.size else array
        if isinstance(expected, (list, tuple)) and isinstance(actual, np.ndarray) and actual.ndim:
            # Without entries, an array may still be a list of many lists.
            few = math.prod(axis or 1 for axis in actual.shape) <= MAX_NODES or actual.size
            return actual.tolist() if few else actual
        return actual


def _array(value: Any) -> np.ndarray | None:
    """The nested list as an array; None where its lengths differ, or it holds no numbers."""
    if not isinstance(value, (list, tuple)):
        return None
    if not all(_is_number(leaf.value) for leaf in leaves(value)):
        return None
    try:
        array = np.array(value)
    except (ValueError, OverflowError):
        return None
    return array if array.dtype.kind in "biufc" else None


def _is_number(value: Any) -> bool:
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float, complex))
