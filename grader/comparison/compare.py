"""Judges one actual value against the expected one: a ladder that stops at the first difference.

    missing -> type -> structure (keys, length) -> shape -> dtype kind -> finite -> values

Shape comes before values, so nothing broadcasts to a pass. Tolerance scales with the *expected*
side. What a fair marker accepts is accepted: a Python float, ``np.float64`` or 0-d array for a
number; bool, 0/1 ints or 0.0/1.0 for a mask; a list where a tuple was meant, and the reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from numbers import Number
from typing import Any

import numpy as np

from grader.comparison.tolerance import all_of, is_same, widest, within
from grader.model.exercise import Case, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.util.numbers_shown import called, place_of_key, show, show_apart
from grader.util.untrusted_text import harmless
from grader.wire import Opaque


class Rung(StrEnum):
    MISSING = "missing"
    TYPE = "type"
    STRUCTURE = "structure"
    SHAPE = "shape"
    DTYPE = "dtype"
    FINITE = "finite"
    VALUES = "values"


RUNGS = tuple(Rung)
_RETURNED = Ending.RETURNED


class Difference:
    """The first difference: on which rung, and one sentence that names value and both sides."""

    __slots__ = ("_told", "rung")

    def __init__(self, rung: Rung, told: str | Callable[[], str]) -> None:
        self.rung = rung
        self._told = told

    @property
    def text(self) -> str:
        """Made when it is asked for: whoever looks for a value that agrees asks for none."""
        if not isinstance(self._told, str):
            self._told = self._told()
        return self._told


def difference_of(case: Case, form: str, outcome: Outcome) -> Difference | None:
    """The first difference of what a call returned from that form's value; None where it is right,
    and where nothing was returned."""
    if outcome.ending is not _RETURNED:
        return None
    return compare(case.expected[form], outcome.value, case.tolerance)


def agrees(expected: Any, actual: Any, tolerance: Tolerance) -> bool:
    """Whether ``actual`` is right."""
    return compare(expected, actual, tolerance) is None


def compare(expected: Any, actual: Any, tolerance: Tolerance, place: str = "") -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    ``place`` is how Python finds the value inside the result (`["W1"]`, `[2][0]`), "" for the
    whole of it. Never raises for any value that the wire format can carry.
    """
    if is_same(expected, actual):
        return None
    if actual is None and expected is not None:
        return _differ(Rung.MISSING, place, "is None", _kind(expected))
    if expected is None:
        return None if actual is None else _differ(Rung.TYPE, place, f"is {_kind(actual)}", "None")
    if isinstance(expected, Mapping):
        return _compare_mapping(expected, actual, tolerance, place)
    if isinstance(expected, str):
        return _compare_text(expected, actual, place)
    if isinstance(expected, (list, tuple)):
        return _compare_sequence(expected, actual, tolerance, place)
    return _compare_numbers(expected, actual, tolerance, place)


def extra_keys(expected: Any, actual: Any) -> tuple[str, ...]:
    """Keys that a student's dictionary has beyond the expected ones: told, not punished."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return tuple(str(key) for key in actual if key not in expected)
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        return tuple(k for e, a in zip(expected, actual, strict=False) for k in extra_keys(e, a))
    return ()


def holds_keys(expected: Any) -> bool:
    """Whether there is a dictionary in which a student's could have more."""
    if isinstance(expected, (list, tuple)):
        return any(map(holds_keys, expected))
    return isinstance(expected, Mapping)


def _compare_mapping(
    expected: Mapping[Any, Any], actual: Any, tolerance: Tolerance, place: str
) -> Difference | None:
    if not isinstance(actual, Mapping):
        return _differ(Rung.TYPE, place, f"is {_kind(actual)}", "a dictionary")
    missing = [key for key in expected if key not in actual]
    if missing:
        listed = ", ".join(f"`{key}`" for key in missing[:5]) + (", …" if missing[5:] else "")
        present = ", ".join(f"`{harmless(str(key), 40)}`" for key in list(actual)[:12])
        there = f"Its keys: {present}." if present else "It is empty."
        word = "key" if len(missing) == 1 else "keys"
        return Difference(
            Rung.STRUCTURE, _capital(f"{called(place)} has no {word} {listed}. {there}")
        )
    for key, value in expected.items():
        difference = compare(value, actual[key], tolerance, place + place_of_key(key))
        if difference is not None:
            return difference
    return None


def _compare_text(expected: str, actual: Any, place: str) -> Difference | None:
    if not isinstance(actual, str):
        return _differ(Rung.TYPE, place, f"is {_kind(actual)}", "text")
    if actual != expected:
        return _differ(Rung.VALUES, place, f"is {actual[:60]!r}", repr(expected[:60]))
    return None


def _compare_sequence(
    expected: Sequence[Any], actual: Any, tolerance: Tolerance, place: str
) -> Difference | None:
    if not isinstance(actual, (list, tuple)):
        what = f"{_kind(expected)} of {len(expected)}"
        return _differ(Rung.TYPE, place, f"is {_kind(actual)}", what)
    if len(actual) != len(expected):
        items = "1 item" if len(actual) == 1 else f"{len(actual)} items"
        return _differ(Rung.STRUCTURE, place, f"has {items}", str(len(expected)))
    for index, (e, a) in enumerate(zip(expected, actual, strict=True)):
        difference = compare(e, a, tolerance, f"{place}[{index}]")
        if difference is not None:
            return difference
    return None


def _compare_numbers(
    expected: Any, actual: Any, tolerance: Tolerance, place: str
) -> Difference | None:
    wants_number = np.ndim(expected) == 0
    if not _is_numeric(actual):
        what = "a number" if wants_number else f"an array of shape {np.shape(expected)}"
        return _differ(Rung.TYPE, place, f"is {_kind(actual)}", what)
    e, a = np.asarray(expected), _as_array(actual)
    if a is None:
        return _differ(
            Rung.VALUES,
            place,
            "is a very large integer",
            show(e[()]) if wants_number else "an array",
        )
    if e.shape != a.shape:
        found = "is a number" if a.ndim == 0 else f"has shape {a.shape}"
        return _differ(Rung.SHAPE, place, found, "a number" if wants_number else f"{e.shape}")
    if not _kind_fits(e, a):
        return _differ(
            Rung.DTYPE, place, f"holds {_DTYPE_WORDS[a.dtype.kind]}", _DTYPE_WORDS[e.dtype.kind]
        )
    return _compare_entries(e, a, tolerance, place)


def _compare_entries(
    e: np.ndarray, a: np.ndarray, tolerance: Tolerance, place: str
) -> Difference | None:
    if e.dtype.kind in "biu" and a.dtype.kind in "biu":
        right = np.asarray(e == a)
    else:
        e, a = widest(e), widest(a)
        met = np.isfinite(a)
        if not all_of(met):
            broken = np.isfinite(e) & ~met
            if broken.any():
                bad = a[broken].ravel()[0]
                word = "NaN" if np.isnan(bad) else "infinity"
                told = f"holds {word}{_count(broken)}"
                return _differ(Rung.FINITE, place, told, "finite numbers")
        right = within(e, a, tolerance)
    if all_of(right):
        return None
    return Difference(Rung.VALUES, lambda: _first_wrong(e, a, ~right, place))


def _first_wrong(e: np.ndarray, a: np.ndarray, wrong: np.ndarray, place: str) -> str:
    at = tuple(int(axis[0]) for axis in wrong.nonzero()) if e.ndim else ()
    where = f"{place}[{', '.join(map(str, at))}]" if at else place
    found, wanted = show_apart(a[at], e[at])
    return _sentence(where, f"is {found}", f"{wanted}{_count(wrong)}")


_DTYPE_WORDS = {
    "b": "booleans", "i": "integers", "u": "integers", "f": "floats", "c": "complex numbers",
}  # fmt: skip


def _kind_fits(expected: np.ndarray, actual: np.ndarray) -> bool:
    wanted, found = expected.dtype.kind, actual.dtype.kind
    if found == "c":
        return wanted == "c"
    if wanted in "fc" and expected.ndim > 0:  # a single number may be an int: b = 0
        return found in "fc"
    return True


def _is_numeric(value: Any) -> bool:
    return isinstance(value, (Number, np.ndarray, np.generic)) and not isinstance(value, Opaque)


def _as_array(value: Any) -> np.ndarray | None:
    """Return the number or array as an array; None for an int that no float can hold."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        try:
            return np.asarray(float(value))
        except OverflowError:
            return None
    return np.asarray(value)


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"of type {value.type_name}"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    for types, words in (
        (bool, "a boolean"), ((Number, np.generic, np.ndarray), "a number"), (str, "text"),
        (Mapping, "a dictionary"), (tuple, "a tuple"), (list, "a list"), (bytes, "bytes"),
    ):  # fmt: skip
        if isinstance(value, types):
            return words
    return f"of type {type(value).__name__}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _count(wrong: np.ndarray) -> str:
    return f" ({int(wrong.sum())} of {wrong.size} entries differ)" if wrong.size > 1 else ""


def _differ(rung: Rung, place: str, found: str, expected: str) -> Difference:
    return Difference(rung, _sentence(place, found, expected))


def _sentence(place: str, found: str, expected: str) -> str:
    return _capital(f"{called(place)} {found}, expected {expected}.")
