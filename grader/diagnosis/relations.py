"""Relations that explain a wrong result without anybody having declared a mistake.

A relation is named only when it explains *every* wrong case of a function, in all their wrong
parts, and by itself. The id and the hint are fixed texts, so that they may be told of a hidden
case too; what was measured ("by the factor 2") is told of public cases alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.compare import compare, difference_of, within
from grader.diagnosis import entries, structure
from grader.diagnosis.not_finite import holds_broken, where_broken
from grader.diagnosis.parts import is_real, pairs, wrong_parts
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
    "off_by_a_term": "The values are off by a multiple of one of the arguments: is a term missing, added "
    "twice, or with the wrong factor or sign?",
    "repeated_array": "All arrays of the list hold what belongs into the last one: the same array was "
    "appended every time and changed in between. Append a copy, or compute a new array in each step.",
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
        found = {case.name: explains(e, a, case) for case, e, a in wrong}
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
        parts = [(np.asarray(e), np.asarray(a)) for e, a in pairs(expected, actual, is_real)]
    except (TypeError, KeyError, ValueError):
        return False
    return all(
        e.shape == a.shape
        and (within(e.astype(float), a.astype(float), tolerance) | ~np.isfinite(a)).all()
        for e, a in parts
    )


# A relation returns None where it does not hold, else what it measured ("" where nothing).
_Explains = Callable[[Any, Any, Case], str | None]


def _each(holds: Callable[[np.ndarray, np.ndarray, Tolerance], bool]) -> _Explains:
    """A relation that has to hold in every wrong part of the result."""

    def explains(expected: Any, actual: Any, case: Case) -> str | None:
        parts = wrong_parts(expected, actual, case.tolerance)
        return "" if parts and all(holds(e, a, case.tolerance) for e, a in parts) else None

    return explains


_RELATIONS: tuple[tuple[str, _Explains], ...] = (
    ("wrong_dtype", _each(entries.other_kind)),
    ("extra_axis", _each(entries.squeezed)),
    ("transposed", _each(entries.transposed)),
    ("wrong_sign", _each(entries.turned)),
    ("permuted_columns", _each(entries.permuted)),
    ("constant_factor", entries.factor),
    ("constant_shift", entries.shift),
    ("off_by_a_term", entries.term),
    ("repeated_array", structure.repeated),
    ("layer_off_by_one", structure.neighbour),
)
