"""Relations that explain a wrong result without anybody having declared a mistake.

A relation is named only when it explains *every* wrong case of a function, in all their wrong
parts, and by itself. The id and the hint are fixed texts, so that they may be told of a hidden
case too; what was measured ("by the factor 2") is told of public cases alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.closeness import within
from grader.diagnosis import entries, structure
from grader.diagnosis.evidence import Evidence, Wrong
from grader.diagnosis.not_finite import holds_broken, where_broken
from grader.diagnosis.parts import is_real, pairs
from grader.model.exercise import Tolerance


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


def find_relation(evidence: Evidence) -> Relation | None:
    """Return the first relation that explains all wrong cases of one function, else None."""
    if not all(map(evidence.returned, evidence.cases)):
        return None
    wrong = evidence.wrong
    if not wrong:
        # All values are right: what was wrong can only be whose memory they stand in.
        if any(map(evidence.shares, evidence.cases)):
            return Relation("shared_memory", _HINTS["shared_memory"], {})
        return None
    if all(map(_only_broken, wrong)):
        return _related("not_finite", [(w, where_broken(w.case, w.actual)) for w in wrong])
    for name, explains in _RELATIONS:
        told = []
        for each in wrong:
            text = explains(each)
            if text is None:
                break
            told.append((each, text))
        else:
            return _related(name, told)
    return None


def _related(name: str, told: Iterable[tuple[Wrong, str]]) -> Relation:
    return Relation(name, _HINTS[name], {wrong.case.name: text for wrong, text in told if text})


def _only_broken(wrong: Wrong) -> bool:
    """Whether entries are NaN or infinite, and all others right: then nothing else is wrong."""
    if not holds_broken(wrong.actual):
        return False
    try:
        found = pairs(wrong.expected, wrong.actual, is_real)
        parts = [(np.asarray(e), np.asarray(a)) for e, a in found]
    except (TypeError, KeyError, ValueError):
        return False
    return all(
        e.shape == a.shape
        and (within(e.astype(float), a.astype(float), wrong.tolerance) | ~np.isfinite(a)).all()
        for e, a in parts
    )


# A relation returns None where it does not hold, else what it measured ("" where nothing).
_Explains = Callable[[Wrong], str | None]


def _each(holds: Callable[[np.ndarray, np.ndarray, Tolerance], bool]) -> _Explains:
    """A relation that has to hold in every wrong part of the result."""

    def explains(wrong: Wrong) -> str | None:
        parts, tolerance = wrong.parts, wrong.tolerance
        return "" if parts and all(holds(e, a, tolerance) for e, a in parts) else None

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
