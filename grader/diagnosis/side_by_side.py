"""The expected and the actual values of a public case side by side: the first part that differs.

Numbers are rounded texts, so that no BLAS kernel changes a report and no NaN gets into its JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.comparison.tolerance import within
from grader.model.exercise import Tolerance
from grader.model.result import Comparison
from grader.util.numbers_shown import called, place_of_key, show_apart

ROWS, COLUMNS = 8, 6
"""What a page has room for; the rest of a larger array is left out, and that is said."""


def beside(expected: Any, actual: Any, tolerance: Tolerance) -> Comparison | None:
    """Return the first differing arrays in a form to be shown, or None where there are none.

    A single number needs no table, and what is not numeric is told in the rationale.
    """
    found = _first(expected, actual, tolerance, "")
    if found is None:
        return None
    place, e, a = found
    wanted, found_instead = _table(e), _table(a)
    if wanted is None or found_instead is None or e.size < 2:
        return None
    differs: tuple[tuple[int, int], ...] = ()
    if e.shape == a.shape:
        right = within(np.asarray(e, float), np.asarray(a, float), tolerance).reshape(wanted.shape)
        wrong = np.argwhere(~right[:ROWS, :COLUMNS])
        differs = tuple((int(row), int(column)) for row, column in wrong)
    return Comparison(
        place=called(place),
        expected=_texts(wanted, found_instead, differs),
        actual=_texts(found_instead, wanted, differs),
        expected_shape=e.shape,
        actual_shape=a.shape,
        differs=differs,
    )


def _first(
    expected: Any, actual: Any, tolerance: Tolerance, place: str
) -> tuple[str, np.ndarray, np.ndarray] | None:
    """The first numeric parts that differ, where both results are built alike up to there."""
    if isinstance(expected, Mapping):
        pairs = [(place_of_key(key), value, key) for key, value in expected.items()]
    elif isinstance(expected, (list, tuple)):
        pairs = [(f"[{i}]", value, i) for i, value in enumerate(expected)]
    else:
        numbers = (np.ndarray, np.generic, int, float)
        if not isinstance(expected, numbers) or not isinstance(actual, numbers):
            return None
        return place, np.asarray(expected), np.asarray(actual)
    for name, value, key in pairs:
        try:
            other = actual[key]
        except (TypeError, KeyError, IndexError):
            return None
        if not agrees(value, other, tolerance):
            return _first(value, other, tolerance, place + name)
    return None


def _table(array: np.ndarray) -> np.ndarray | None:
    """The array as rows and columns; None where it has more axes or holds no real numbers."""
    if array.dtype.kind not in "biuf" or array.ndim > 2 or array.size == 0:
        return None
    return array.reshape(1, -1) if array.ndim < 2 else array


def _texts(
    table: np.ndarray, other: np.ndarray, differs: Collection[tuple[int, int]]
) -> tuple[tuple[str, ...], ...]:
    """The entries as texts; where one differs, with as many digits as it takes to see that."""
    return tuple(
        tuple(
            _text(value, other[row, column] if (row, column) in differs else None)
            for column, value in enumerate(entries[:COLUMNS])
        )
        for row, entries in enumerate(table[:ROWS])
    )


def _text(value: Any, other: Any = None) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    text = f"{float(value):.5g}"
    if other is not None and text == f"{float(other):.5g}":
        text = show_apart(value, other)[0]
    return "0" if text == "-0" else text
