"""Bases of one space: the columns count only by what they span."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.comparison.forms.form import Align, Form, numbers_alike
from grader.model.exercise import Tolerance
from grader.util.language import gettext, gettext_noop

_DEPENDENT = 1e-10
"""A direction that is this much weaker than the strongest one is rounding."""


class SameSpan(Form):
    """The columns of a matrix span the same space: as many, and linearly independent."""

    note = gettext_noop("Any basis of the space is accepted.")
    hides_numbers = True

    def misfit(self, expected: Any) -> str | None:
        if not isinstance(expected, np.ndarray) or expected.ndim != 2 or not expected.size:
            return "matrices"
        if expected.dtype.kind not in "fc" or not np.isfinite(expected).all():
            return "matrices of finite floats"
        columns = _directions(expected).shape[1]
        return None if columns == expected.shape[1] else "matrices with independent columns"

    def align(self, expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> Any:
        if not isinstance(actual, np.ndarray) or not isinstance(expected, np.ndarray):
            return actual
        if not numbers_alike(expected, actual) or actual.ndim != 2:
            return actual
        if actual.dtype.kind == "b" or not np.isfinite(actual).all():
            return actual
        try:
            directions = _directions(actual)
        except np.linalg.LinAlgError:  # nothing converged: these columns span no space
            return np.zeros_like(actual)
        # What the actual columns can say of the expected ones: all of it, if the space is the same.
        projected: np.ndarray = directions @ (directions.conj().T @ expected)
        return projected

    def words(self, text: str, place: str) -> str:
        return (
            gettext("The columns of {place} do not span the expected space.", place=place)
            + f" {gettext(self.note)}"
        )


def _directions(columns: np.ndarray) -> np.ndarray:
    """An orthonormal basis of what the columns span."""
    columns = columns.astype(complex if columns.dtype.kind == "c" else float)
    largest = np.max(np.abs(columns), axis=0, initial=0.0)
    unit = columns / np.where(largest > 0, largest, 1.0)  # a column's length does not matter
    basis, strengths, _ = np.linalg.svd(unit, full_matrices=False)
    kept: np.ndarray = basis[:, strengths > _DEPENDENT * max(float(strengths[0]), _DEPENDENT)]
    return kept
