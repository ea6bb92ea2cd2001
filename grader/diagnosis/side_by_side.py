"""The expected and the actual values of a public case side by side: the first part that differs.

Numbers are rounded texts, so that no BLAS kernel changes a report and no NaN gets into its JSON.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.comparison.forms import aligned, hides_numbers
from grader.diagnosis.evidence import is_real
from grader.model.exercise import Tolerance
from grader.model.result import Comparison
from grader.values import at, called, leaves
from grader.values.types.numeric import show_apart, within

ROWS, COLUMNS = 8, 6
"""What a page has room for; the rest of a larger array is left out, and the page says so."""


def beside(expected: Any, actual: Any, tolerance: Tolerance) -> Comparison | None:
    """Return the first differing arrays in a form to be shown, or None where there are none.

    A single number needs no table, and the rationale describes what is not numeric. Where only a
    canonical form of the numbers counts that nobody returned, there is no table either.
    """
    if hides_numbers(tolerance):
        return None
    actual, tolerance = aligned(expected, actual, tolerance), tolerance.of_numbers
    for leaf in leaves(expected):
        try:
            counterpart = at(actual, leaf.path)
        except LookupError:
            return None
        if not agrees(leaf.value, counterpart, tolerance):
            return _tables(leaf.place, leaf.value, counterpart, tolerance)
    return None


def _tables(place: str, expected: Any, actual: Any, tolerance: Tolerance) -> Comparison | None:
    e, a = (_table(value) for value in (expected, actual))
    if e is None or a is None or e.size < 2:
        return None
    differs: set[tuple[int, int]] = set()
    if np.shape(expected) == np.shape(actual):
        wrong = ~within(e.astype(float), a.astype(float), tolerance)
        differs = {(int(row), int(column)) for row, column in np.argwhere(wrong[:ROWS, :COLUMNS])}
    return Comparison(
        place=called(place),
        expected=_texts(e, a, differs),
        actual=_texts(a, e, differs),
        expected_shape=np.shape(expected),
        actual_shape=np.shape(actual),
        differs=tuple(sorted(differs)),
    )


def _table(value: Any) -> np.ndarray | None:
    """The array as rows and columns; None where it has more axes or holds no real numbers."""
    if not is_real(value) or np.ndim(value) > 2 or np.size(value) == 0:
        return None
    return np.atleast_2d(value)


def _texts(
    table: np.ndarray, other: np.ndarray, differs: set[tuple[int, int]]
) -> tuple[tuple[str, ...], ...]:
    """The entries as texts; where one differs, with as many digits as it takes to see that."""
    return tuple(
        tuple(
            _text(value, other[row, column] if (row, column) in differs else None)
            for column, value in enumerate(entries[:COLUMNS])
        )
        for row, entries in enumerate(table[:ROWS])
    )


def _text(value: Any, other: Any) -> str:
    if isinstance(value, np.bool_):
        return str(bool(value))
    text = f"{float(value):.5g}"
    if other is not None and text == f"{float(other):.5g}":
        text = show_apart(value, other)[0]
    return "0" if text == "-0" else text
