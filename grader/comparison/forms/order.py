"""Orders that do not count: of the items of a list, the rows or the columns of an array."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.comparison.forms.form import Align, Form, numbers_alike
from grader.model.exercise import Path, Tolerance
from grader.util.language import gettext_noop
from grader.values import MappingValue, Node, SequenceValue, at, first_difference, type_of
from grader.values.types.numeric import allowed, is_real

MOST_ITEMS = 1000
MOST_ROWS = 5000
"""Every item is held against every other one: more would take a judge too long."""
_MOST_LEAVES = 4


class AnyOrder(Form):
    """The items of a list or tuple, the entries of a vector and the rows of an array in any order."""

    note = gettext_noop("The order does not matter: what agrees was put in its place before.")

    def misfit(self, expected: Any) -> str | None:
        if isinstance(expected, (list, tuple)):
            return f"lists of at most {MOST_ITEMS} items" if len(expected) > MOST_ITEMS else None
        if not isinstance(expected, np.ndarray) or not expected.ndim:
            return "lists, tuples and arrays"
        many = expected.ndim > 1 and len(expected) > MOST_ROWS
        return f"arrays of at most {MOST_ROWS} rows" if many else None

    def align(self, expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> Any:
        if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
            return (
                _items(expected, actual, tolerance, rest)
                if len(expected) == len(actual)
                else actual
            )
        if not isinstance(expected, np.ndarray) or not isinstance(actual, np.ndarray):
            return actual
        if not numbers_alike(expected, actual):
            return _texts(expected, actual)
        return actual[_rows(expected, actual, tolerance, rest)] if expected.ndim else actual


class AnyColumnOrder(AnyOrder):
    """The columns of a matrix in any order."""

    def misfit(self, expected: Any) -> str | None:
        if not isinstance(expected, np.ndarray) or expected.ndim != 2:
            return "matrices"
        return f"at most {MOST_ROWS} columns" if expected.shape[1] > MOST_ROWS else None

    def align(self, expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> Any:
        if not isinstance(expected, np.ndarray) or not isinstance(actual, np.ndarray):
            return actual
        if expected.ndim != 2 or not numbers_alike(expected, actual):
            return actual
        return actual[:, _rows(expected.T, actual.T, tolerance, rest)]


def _items(
    expected: Sequence[Any], actual: Sequence[Any], tolerance: Tolerance, rest: Align | None
) -> Any:
    """The items in the expected order, as far as they agree; the others stay in the gaps."""
    places: list[Any] = [None] * len(expected)
    free = np.ones(len(actual), dtype=bool)
    likely = _Likely(actual, tolerance) if rest is None else None
    gaps = []
    for number, item in enumerate(expected):
        left = free if likely is None else free & likely.to_agree(item)
        agrees = (
            n for n in np.flatnonzero(left).tolist() if _agrees(item, actual[n], tolerance, rest)
        )
        match = next(agrees, None)  # nearly always the first that is left
        if match is None:
            gaps.append(number)
        else:
            places[number], free[match] = actual[match], False
    for gap, number in zip(gaps, np.flatnonzero(free).tolist(), strict=True):
        places[gap] = actual[number]
    return tuple(places) if isinstance(actual, tuple) else places


class _Likely:
    """Which items may agree with an expected one, by a few of its numbers and texts: to compare every item
    with every other one as a whole would take a judge half a minute."""

    def __init__(self, actual: Sequence[Any], tolerance: Tolerance) -> None:
        self._actual, self._tolerance = actual, tolerance
        self._there: dict[Any, tuple[list[Any], np.ndarray]] = {}

    def to_agree(self, item: Any) -> np.ndarray:
        """For each actual item whether it may agree: False only where it cannot."""
        may = np.ones(len(self._actual), dtype=bool)
        for leaf in itertools.islice(_ordered_leaves(item), _MOST_LEAVES):
            if isinstance(leaf.value, str):
                may &= np.array([each == leaf.value for each in self._at(leaf.path)[0]], bool)
            elif (number := _first_number(leaf.value)) is not None:
                reach = float(allowed(np.asarray(leaf.value), self._tolerance).flat[0])
                with np.errstate(invalid="ignore", over="ignore"):
                    may &= np.abs(self._at(leaf.path)[1] - number) <= reach
        return may

    def _at(self, path: Path) -> tuple[list[Any], np.ndarray]:
        """What stands at a place in each actual item: texts, and the first number, NaN where there is none."""
        if path not in self._there:
            found = [_at_or_none(each, path) for each in self._actual]
            texts = [each if isinstance(each, str) else None for each in found]
            numbers = [math.nan if (n := _first_number(each)) is None else n for each in found]
            self._there[path] = texts, np.array(numbers)
        return self._there[path]


def _ordered_leaves(value: Any, path: Path = ()) -> Iterator[Node]:
    """As `leaves`, but only into what holds each part in the same place: not into a set, or a table."""
    kind = type_of(value)
    if not isinstance(kind, (MappingValue, SequenceValue)):
        yield Node(path, value)
        return
    for key, part in kind.parts(value):
        yield from _ordered_leaves(part, (*path, key))


def _at_or_none(value: Any, path: Path) -> Any:
    try:
        return at(value, path)
    except LookupError:
        return None


def _first_number(value: Any) -> float | None:
    """The first entry of an array, or a number itself; None for what is no finite real number."""
    if not is_real(value):
        return None
    entries = np.asarray(value)
    number = float(entries.flat[0]) if entries.size else math.nan
    return number if math.isfinite(number) else None


def _agrees(expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> bool:
    own = actual if rest is None else rest(expected, actual)
    return first_difference(expected, own, tolerance) is None


def _texts(expected: np.ndarray, actual: np.ndarray) -> Any:
    """An array of something else than numbers: what sorts alike comes to the same place."""
    if expected.shape != actual.shape or expected.ndim != 1:
        return actual
    order = np.empty(len(expected), dtype=int)
    order[np.argsort(expected, kind="stable")] = np.argsort(actual, kind="stable")
    return actual[order]


def _rows(
    expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance, rest: Align | None
) -> np.ndarray:
    """Which row of ``actual`` belongs in each place: the nearest that is left, if it is near."""
    order = np.zeros(len(expected), dtype=int)
    if expected.ndim == 1 and rest is None and "c" not in (expected.dtype.kind, actual.dtype.kind):
        return _entries(expected, actual, tolerance)
    reach = float(np.max(allowed(np.asarray(_largest(expected)), tolerance)))
    free = np.ones(len(actual), dtype=bool)
    far: list[int] = []
    firsts = actual.reshape(len(actual), math.prod(actual.shape[1:]))[:, :1]
    for number, row in enumerate(expected):
        near = free
        if rest is None and row.size:
            # A row is as far away as its worst entry, so at least as far as its first.
            near = free & (_distances(row.reshape(-1)[:1], firsts, None) <= reach)
        likely = np.flatnonzero(near)
        apart = _distances(row, actual[likely], rest) if len(likely) else likely
        if len(likely) and apart.min() <= reach:
            nearest = likely[int(np.argmin(apart))]
            order[number], free[nearest] = nearest, False
        else:
            far.append(number)  # it belongs nowhere, and must not take the place of a right one
    order[far] = np.flatnonzero(free)
    return order


def _entries(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    """The same for single numbers, by sorting."""
    wanted, found = (np.argsort(x, kind="stable") for x in (expected, actual))
    most = np.broadcast_to(allowed(expected.astype(float), tolerance), expected.shape)[wanted]
    e, a = expected[wanted].astype(float), actual[found].astype(float)
    order = np.zeros(len(expected), dtype=int)
    with np.errstate(invalid="ignore"):
        near = bool((np.abs(a - e) <= most).all())
    if near:
        order[wanted] = found
        return order
    far, left = [], []
    mine = theirs = 0
    while mine < len(e) and theirs < len(a):
        if _is_near(e[mine], a[theirs], most[mine]):
            order[wanted[mine]] = found[theirs]
            mine, theirs = mine + 1, theirs + 1
        elif np.isnan(a[theirs]) or e[mine] < a[theirs]:
            far.append(wanted[mine])
            mine += 1
        else:
            left.append(found[theirs])
            theirs += 1
    far, left = [*far, *wanted[mine:]], [*left, *found[theirs:]]
    order[np.sort(np.asarray(far, dtype=int))] = np.sort(np.asarray(left, dtype=int))
    return order


def _is_near(expected: float, actual: float, most: float) -> bool:
    if np.isfinite(expected):
        return bool(abs(actual - expected) <= most)
    return bool(actual == expected or (np.isnan(actual) and np.isnan(expected)))


def _largest(values: np.ndarray) -> float:
    size = np.abs(values)
    return float(np.max(size, initial=0.0, where=np.isfinite(size)))


def _distances(row: np.ndarray, actual: np.ndarray, rest: Align | None) -> np.ndarray:
    """How far each row of ``actual`` is from ``row``, by its worst entry."""
    if rest is not None:
        actual = np.stack([np.asarray(rest(row, other)) for other in actual])
    kind = complex if "c" in (row.dtype.kind, actual.dtype.kind) else float
    e, a = row.astype(kind), actual.astype(kind)
    with np.errstate(all="ignore"):
        apart = np.abs(a - e)
        same = (a == e) | (np.isnan(a) & np.isnan(e))
    apart = np.where(same, 0.0, np.where(np.isnan(apart), np.inf, apart))
    return np.asarray(apart.reshape(len(actual), -1).max(axis=1, initial=0.0))
