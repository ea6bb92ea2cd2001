"""Relations that explain a wrong result without anybody having declared a mistake.

A relation is named only when it explains *every* wrong case of a function, in all their wrong
parts, and by itself. The id and the hint are fixed texts, so that they may be told of a hidden
case too; what was measured ("by the factor 2") is told of public cases alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.compare import compare, difference_of, within
from grader.diagnosis.not_finite import holds_broken, where_broken
from grader.model.exercise import Case, Tolerance
from grader.model.outcome import Ending, Outcome


@dataclass(frozen=True, slots=True)
class Relation:
    """What every wrong case has in common; ``measured`` says more, by case name."""

    id: str
    hint: str
    measured: Mapping[str, str]


_HINTS = {
    "wrong_sign": "The sizes are right and the signs are turned: look for a difference taken the "
    "other way round, or a minus that is missing.",
    "transposed": "The values are right and stand transposed: rows and columns are exchanged.",
    "extra_axis": "The values are right but carry an axis of length 1 too many or too few: "
    "keepdims, reshape or squeeze decides that.",
    "wrong_dtype": "The values are right but of another kind of number: zeros and ones are floats "
    "unless another dtype is asked for.",
    "constant_factor": "All values are the right ones times one and the same factor: is something "
    "divided or multiplied once too often, or a sum taken where a mean is meant?",
    "constant_shift": "All values are off by one and the same amount: is a term missing, or added "
    "that should not be?",
    "permuted_columns": "The columns are the right ones in another order.",
    "shared_memory": "The values are right, but what is returned is an argument itself, or a view of "
    "one, as a slice is: changing one changes the other. np.copy makes an array of its own.",
    "not_finite": "Where numbers should be, there is NaN or infinity: look for the logarithm of 0, a "
    "division by 0, or the exponential of a large number.",
    "layer_off_by_one": "The values belong to the neighbouring layer: check where the index starts "
    "and which name it is stored under.",
}  # fmt: skip


def find_relation(
    cases: Sequence[Case], outcomes: Mapping[str, Outcome], form: str
) -> Relation | None:
    """Return the first relation that explains all wrong cases of one function, else None."""
    wrong = []
    for case in cases:
        outcome = outcomes.get(case.name)
        if outcome is None or outcome.ending is not Ending.RETURNED:
            return None
        expected = case.expected[form]
        if not case.is_property and compare(expected, outcome.value, case.tolerance) is not None:
            wrong.append((case, expected, outcome.value))
    if not wrong:
        return _sharing(cases, outcomes, form)
    if all(_only_broken(e, a, case.tolerance) for case, e, a in wrong):
        measured = {case.name: where_broken(case, actual) for case, _, actual in wrong}
        hint = _HINTS["not_finite"]
        return Relation("not_finite", hint, {n: text for n, text in measured.items() if text})
    for name, explains in _RELATIONS:
        found = {case.name: explains(e, a, case.tolerance) for case, e, a in wrong}
        if all(text is not None for text in found.values()):
            measured = {case: text for case, text in found.items() if text}
            return Relation(name, _HINTS[name], measured)
    return None


def _sharing(cases: Sequence[Case], outcomes: Mapping[str, Outcome], form: str) -> Relation | None:
    """All values are right: what was wrong can only be whose memory they stand in."""
    if any(difference_of(case, form, outcomes[case.name]) is not None for case in cases):
        return Relation("shared_memory", _HINTS["shared_memory"], {})
    return None


def _only_broken(expected: Any, actual: Any, tolerance: Tolerance) -> bool:
    """Whether entries are NaN or infinite, and all others right: then nothing else is wrong."""
    if not holds_broken(actual):
        return False
    try:
        parts = [(np.asarray(e), np.asarray(a)) for e, a in _parts(expected, actual, _is_real)]
    except (TypeError, KeyError, ValueError):
        return False
    return all(
        e.shape == a.shape
        and (within(e.astype(float), a.astype(float), tolerance) | ~np.isfinite(a)).all()
        for e, a in parts
    )


# A relation returns None where it does not hold, else what it measured ("" where nothing).
_Explains = Callable[[Any, Any, Tolerance], str | None]


def _each(holds: Callable[[np.ndarray, np.ndarray, Tolerance], bool]) -> _Explains:
    """A relation that has to hold in every wrong part of the result."""

    def explains(expected: Any, actual: Any, tolerance: Tolerance) -> str | None:
        parts = _wrong_parts(expected, actual, tolerance)
        return "" if parts and all(holds(e, a, tolerance) for e, a in parts) else None

    return explains


def _wrong_parts(
    expected: Any, actual: Any, tolerance: Tolerance
) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """The numeric parts that differ, in pairs; None where the two are not built alike."""
    try:
        pairs = list(_parts(expected, actual))
    except (TypeError, KeyError, ValueError):
        return None
    return [
        (np.asarray(e), np.asarray(a)) for e, a in pairs if compare(e, a, tolerance) is not None
    ]


def _parts(
    expected: Any, actual: Any, fit: Callable[[Any], bool] | None = None
) -> Iterator[tuple[Any, Any]]:
    """Both results' numbers in pairs; raises where they are not built alike, or one is not ``fit``."""
    fit = fit or _finite
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            raise TypeError
        for key, value in expected.items():
            yield from _parts(value, actual[key], fit)
    elif isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)):
            raise TypeError
        for e, a in zip(expected, actual, strict=True):
            yield from _parts(e, a, fit)
    elif isinstance(expected, (float, int, np.ndarray, np.generic)):
        if not isinstance(actual, (float, int, np.ndarray, np.generic)) or not fit(actual):
            raise TypeError
        yield expected, actual
    elif expected != actual:
        raise TypeError


def _is_real(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "biuf"


def _finite(value: Any) -> bool:
    return _is_real(value) and bool(np.isfinite(value).all())


def _near(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> bool:
    if expected.shape != actual.shape:
        return False
    return bool(within(expected.astype(float), actual.astype(float), tolerance).all())


def _transposed(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.ndim == 2 and a.ndim == 2 and min(e.shape) > 1 and _near(e, a.T, tolerance)


def _squeezed(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.shape != a.shape and _near(e.squeeze(), a.squeeze(), tolerance)


def _other_kind(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.dtype.kind != a.dtype.kind and _near(e, a, tolerance)


def _turned(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    return e.shape == a.shape and _near(e, -a.astype(float), tolerance)


def _permuted(e: np.ndarray, a: np.ndarray, tolerance: Tolerance) -> bool:
    if e.ndim != 2 or e.shape != a.shape or e.shape[1] < 2:
        return False
    order, found = np.lexsort(e[::-1]), np.lexsort(a[::-1])
    return _near(e[:, order], a[:, found], tolerance)


def _factor(expected: Any, actual: Any, tolerance: Tolerance) -> str | None:
    """One factor for all wrong parts; the parts that are right must be what it leaves alone."""
    entries = _aligned(expected, actual, tolerance)
    if entries is None:
        return None
    e, a = entries
    largest = np.argmax(np.abs(e))
    if e.size < 1 or e[largest] == 0:
        return None
    factor = a[largest] / e[largest]
    # A single number always has a factor: that alone is no evidence.
    if e.size < 2 and not _is_plain(factor):
        return None
    if abs(factor) < 1e-9 or not within(e * factor, a, tolerance).all():
        return None
    return f"The result is the expected one times {factor:.6g}."


def _is_plain(factor: float) -> bool:
    """Whether a factor is one that people make: a small whole number, or one over it."""
    return any(
        abs(value - round(value)) < 1e-9 and 2 <= abs(round(value)) <= 10
        for value in (factor, 1 / factor if factor else 0.0)
    )


def _shift(expected: Any, actual: Any, tolerance: Tolerance) -> str | None:
    entries = _aligned(expected, actual, tolerance)
    if entries is None or entries[0].size < 3:
        return None
    e, a = entries
    shift = float(np.median(a - e))
    if shift == 0 or np.ptp(e) == 0 or not within(e + shift, a, tolerance).all():
        return None
    return f"Every entry is off by {shift:.6g}."


def _aligned(
    expected: Any, actual: Any, tolerance: Tolerance
) -> tuple[np.ndarray, np.ndarray] | None:
    """All entries of the wrong parts in a row, where their shapes agree."""
    parts = _wrong_parts(expected, actual, tolerance)
    if not parts or any(e.shape != a.shape for e, a in parts):
        return None
    e, a = (np.concatenate([p[i].astype(float).ravel() for p in parts]) for i in (0, 1))
    return e, a


_NUMBERED = re.compile(r"(\D*)(\d+)")


def _neighbour(expected: Any, actual: Any, tolerance: Tolerance) -> str | None:
    """Every layer's value stands under the next or the previous layer's name."""
    if not isinstance(expected, Mapping) or not isinstance(actual, Mapping):
        return None
    for step in (1, -1):
        met = 0
        for key, value in actual.items():
            found = _NUMBERED.fullmatch(str(key))
            source = f"{found[1]}{int(found[2]) + step}" if found else None
            if source in expected:
                if compare(expected[source], value, tolerance) is not None:
                    break
                met += 1
        else:
            if met >= 2:
                return ""
    return None


_RELATIONS: tuple[tuple[str, _Explains], ...] = (
    ("wrong_dtype", _each(_other_kind)),
    ("extra_axis", _each(_squeezed)),
    ("transposed", _each(_transposed)),
    ("wrong_sign", _each(_turned)),
    ("permuted_columns", _each(_permuted)),
    ("constant_factor", _factor),
    ("constant_shift", _shift),
    ("layer_off_by_one", _neighbour),
)
