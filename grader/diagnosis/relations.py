"""Relations that explain a wrong result without anybody having declared a mistake.

A relation is named only when it explains *every* wrong case of a function, in all their wrong
parts, and by itself. The id and the hint are fixed texts, so that they may be told of a hidden
case too; what was measured ("by the factor 2") is told of public cases alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.comparison.tolerance import within
from grader.diagnosis import entry_relations, structure_relations
from grader.diagnosis.evidence import Evidence, Wrong
from grader.diagnosis.not_finite import holds_broken, where_broken
from grader.diagnosis.parts import is_real, pairs
from grader.model.exercise import Tolerance


@dataclass(frozen=True, slots=True)
class Relation:
    """What every wrong case has in common; ``measured`` says more, by case name.

    ``factor`` is set where all of them differ by one factor that people write as a number.
    """

    id: str
    hint: str
    measured: Mapping[str, str]
    factor: float | None = None

    def as_seen(self) -> Relation:
        """The same for a single wrong case: numbers may stand in a relation there by chance.

        What was measured is so; that it is the reason is not told. What is built in another way, or
        holds NaN, is no chance.
        """
        return replace(self, id="", hint="") if self.id in _OF_VALUES else self


_OF_VALUES = frozenset(
    {"wrong_sign", "constant_factor", "constant_shift", "off_by_a_term", "layer_off_by_one"}
)
_HINTS = {
    "wrong_sign": "The wrong values have the right size and the opposite sign. Is a minus missing, or "
    "is a difference taken the other way round?",
    "transposed": "The values are right, but the array is transposed: rows and columns are swapped.",
    "extra_axis": "The values are right, but there is one axis of length 1 too many or too few. Look "
    "at keepdims, reshape and squeeze.",
    "wrong_dtype": "The values are right, but the dtype is not. np.zeros and np.ones give floats "
    "unless you pass another dtype.",
    "constant_factor": "The wrong values are the right ones times one factor. Do you divide or "
    "multiply once too often? Is a sum taken where a mean is needed?",
    "constant_shift": "The wrong values are all wrong by the same amount. Is a term missing, or is "
    "there one too many?",
    "off_by_a_term": "The values are wrong by a multiple of one argument. Is a term missing, or added "
    "twice, or has it a wrong factor or sign?",
    "repeated_array": "All arrays in the list have the values that belong to the last one. The same "
    "array was appended every time, and changed in between. Append a copy, or make a new array in each "
    "step.",
    "permuted_columns": "The columns are right, but in another order.",
    "not_finite": "The result holds NaN or infinity. Look for log(0), a division by 0, or exp of a "
    "large number.",
    "layer_off_by_one": "The values belong to the next or the previous layer. Where does the index "
    "start? Under which name do you store the value?",
}  # fmt: skip


def find_relation(evidence: Evidence) -> Relation | None:
    """Return the first relation that explains all wrong cases of one function, else None."""
    if not all(map(evidence.returned, evidence.cases)):
        return None
    wrong = evidence.wrong
    if not wrong:
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
            return _related(name, told, _common_factor(name, wrong))
    return None


def _related(name: str, told: Iterable[tuple[Wrong, str]], factor: float | None = None) -> Relation:
    measured = {wrong.case.name: text for wrong, text in told if text}
    return Relation(name, _HINTS[name], measured, factor)


_WRITTEN = (2.0, 0.5, -2.0, -0.5, 10.0, 0.1, 100.0, 0.01)
"""Factors that stand in code as numbers: others are computed from something."""


def _common_factor(name: str, wrong: Sequence[Wrong]) -> float | None:
    """The one factor of all wrong cases, where it is one that people write."""
    if name == "wrong_sign":
        return -1.0
    if name != "constant_factor":
        return None
    factors = [entry_relations.factor_of(each) for each in wrong]
    for written in _WRITTEN:
        if all(f is not None and abs(f - written) < 1e-9 for f in factors):
            return written
    return None


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
    ("wrong_dtype", _each(entry_relations.other_kind)),
    ("extra_axis", _each(entry_relations.squeezed)),
    ("transposed", _each(entry_relations.transposed)),
    ("wrong_sign", entry_relations.opposite),
    ("permuted_columns", _each(entry_relations.permuted)),
    ("constant_factor", entry_relations.factor),
    ("constant_shift", entry_relations.shift),
    ("off_by_a_term", entry_relations.term),
    ("repeated_array", structure_relations.repeated),
    ("layer_off_by_one", structure_relations.neighbour),
)
