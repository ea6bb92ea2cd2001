"""Partial credit inside a case: how much of a wrong result is right.

By items, the parts of a tuple, a list or a dictionary count, each right or wrong; by entries, every
number of every array, and every other value that holds no others. A part that is missing or of
another shape is wrong. Fractions are rounded down, so that only a right result earns all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from grader.comparison.forms import aligned
from grader.model.exercise import CREDIT_STEPS, Credit, Tolerance
from grader.model.observation import FIGURE, FILES, PRINTED, STEPS
from grader.values import Unjudged, at, first_difference, leaves, type_of
from grader.values.types.numeric import within


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the parts of a result are right, and which fraction of the points that earns."""

    right: int
    of: int
    earned: Fraction


NOTHING = Share(0, 0, Fraction(0))


def share_of(credit: Credit, expected: Any, actual: Any, tolerance: Tolerance) -> Share:
    """The share of ``actual``, a result that may be anything and is not right as a whole."""
    actual, numbers = aligned(expected, actual, tolerance), tolerance.of_numbers
    expected, actual = steps_apart(expected, expected), steps_apart(expected, actual)
    if credit.by == "entries":
        right, of = _entries(expected, actual, numbers)
        earned = _in_steps(right, of)
    else:
        items = dict(_items(expected, actual, numbers))
        right, of = sum(items.values()), len(items)
        earned = _weighed(items, dict(credit.weights)) if credit.weights else _in_steps(right, of)
    # Right in every part and wrong as a whole: then what is wrong is none of the parts.
    return Share(right, of, earned) if right < of else NOTHING


def unfit_for(credit: Credit, expected: Any) -> str | None:
    """Why credit cannot be given on such an expected value; None where it can."""
    expected = steps_apart(expected, expected)
    kind = type_of(expected)
    if credit.by == "entries":
        size = sum(max(1, np.size(leaf.value)) for leaf in leaves(expected))
        return None if size > 1 else "the result is a single value"
    if not kind.container or kind.compares_whole or len(list(kind.parts(expected))) < 2:
        return "the result has no items: it is " + kind.describe(expected)
    keys, weighed = {key for key, _ in kind.parts(expected)}, {key for key, _ in credit.weights}
    if credit.weights and keys != weighed:
        odd = ", ".join(repr(key) for key in sorted(keys ^ weighed, key=repr))
        return f"the weights and the result differ in {odd}"
    return None


def steps_apart(expected: Any, value: Any) -> Any:
    """The value of a script with an item for each step that is compared: "step 3", and so on.

    Of any other value, the value itself. ``expected`` says which steps are compared.
    """
    steps = expected.get(STEPS) if isinstance(expected, dict) else None
    if not isinstance(steps, list) or not expected.keys() <= {STEPS, PRINTED, FILES, FIGURE}:
        return value
    own = value.get(STEPS) if isinstance(value, dict) else None
    if not isinstance(own, list) or len(own) != len(steps):
        return value
    judged = {
        f"step {number}": each
        for number, (step, each) in enumerate(zip(steps, own, strict=True), 1)
        if not isinstance(step, Unjudged)
    }
    return judged | {key: part for key, part in value.items() if key != STEPS}


def _weighed(items: Mapping[Any, bool], weights: Mapping[Any, Fraction]) -> Fraction:
    whole = sum(weights.values(), Fraction(0))
    return sum((weights[key] for key, right in items.items() if right), Fraction(0)) / whole


def _in_steps(right: int, of: int) -> Fraction:
    """The fraction that is right, rounded down to tenths where there are more than ten parts."""
    if of <= CREDIT_STEPS:
        return Fraction(right, of) if of else Fraction(0)
    return Fraction(right * CREDIT_STEPS // of, CREDIT_STEPS)


def _items(expected: Any, actual: Any, tolerance: Tolerance) -> Iterator[tuple[Any, bool]]:
    """Every item's key, and whether the actual one is right."""
    comparable = _have_like_places(expected, actual)
    for key, part in type_of(expected).parts(expected):
        own = _part(actual, key) if comparable else _ABSENT
        yield key, own is not _ABSENT and first_difference(part, own, tolerance) is None


_ABSENT = object()


def _entries(expected: Any, actual: Any, tolerance: Tolerance) -> tuple[int, int]:
    """How many entries are right, and how many there are."""
    kind = type_of(expected)
    if not kind.container or kind.compares_whole:
        return _entries_of_leaf(expected, actual, tolerance)
    comparable = actual is not _ABSENT and _have_like_places(expected, actual)
    counts = [
        _entries(part, _part(actual, key) if comparable else _ABSENT, tolerance)
        for key, part in kind.parts(expected)
    ]
    return sum(right for right, _ in counts), sum(of for _, of in counts)


def _entries_of_leaf(expected: Any, actual: Any, tolerance: Tolerance) -> tuple[int, int]:
    size = np.size(expected) if isinstance(expected, np.ndarray) else 1
    if actual is _ABSENT:
        return 0, size
    if first_difference(expected, actual, tolerance) is None:
        return size, size
    if not isinstance(expected, np.ndarray) or not isinstance(actual, np.ndarray):
        return 0, size
    if expected.shape != actual.shape or not _same_kind(expected, actual):
        return 0, size
    if expected.dtype.kind not in "biufc":
        return int(np.sum(expected == actual)), size
    kind = complex if "c" in (expected.dtype.kind, actual.dtype.kind) else float
    return int(within(expected.astype(kind), actual.astype(kind), tolerance).sum()), size


def _have_like_places(expected: Any, actual: Any) -> bool:
    """Whether a part of one stands where its counterpart does in the other.

    A list of another length has no third item that can be held against the third expected one.
    """
    if type_of(actual) is not type_of(expected):
        return False
    return not isinstance(expected, (list, tuple)) or len(actual) == len(expected)


def _part(value: Any, key: Any) -> Any:
    try:
        return at(value, (key,))
    except LookupError:
        return _ABSENT


def _same_kind(expected: np.ndarray, actual: np.ndarray) -> bool:
    """Whether the two differ in entries, and not in what their entries are."""
    probe = np.zeros(expected.shape, dtype=actual.dtype)
    like = np.zeros(expected.shape, dtype=expected.dtype)
    return first_difference(like, probe, Tolerance()) is None
