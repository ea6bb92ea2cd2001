"""One function's cases and their outcomes, taken apart for the diagnosis as it asks for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from grader.comparison.compare import CaseComparisons, agrees
from grader.comparison.forms import aligned
from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.student_code import global_hint
from grader.model.exercise import Case, Exercise, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.util.language import gettext
from grader.values import NotAlike, called, leaf_pairs, leaves
from grader.values.types.numeric import is_real, within

_NO_PROGRAM = Program(())


class Evidence:
    """One function's cases and their outcomes, judged by one accepted form.

    ``program`` is the code that gave the outcomes: its text shows where it raised and, with
    ``exercise``, how it takes its arguments.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        compared: CaseComparisons,
        form: str,
        program: Program = _NO_PROGRAM,
        exercise: Exercise | None = None,
    ) -> None:
        self.cases, self.form = cases, form
        self.program, self.exercise = program, exercise
        self.outcomes: Mapping[str, Outcome] = compared.run.outcomes
        self._compared = compared

    @cached_property
    def hint_of_global(self) -> str | None:
        """See `grader.diagnosis.student_code.global_hint`: it is the same for all cases."""
        if self.exercise is None or not self.cases:
            return None
        return global_hint(self.exercise, self.cases[0].function, self.program)

    @cached_property
    def right(self) -> Sequence[Case]:
        """The cases whose value is the right one."""
        return [case for case in self.cases if self.is_right(case)]

    def returned(self, case: Case) -> bool:
        outcome = self.outcomes.get(case.name)
        return outcome is not None and outcome.ending is Ending.RETURNED

    def is_right(self, case: Case) -> bool:
        return self.returned(case) and not self.differs(case)

    def differs(self, case: Case) -> bool:
        """Whether a value came back that is not the right one."""
        return self._compared.difference(case, self.form) is not None

    @cached_property
    def wrong(self) -> Sequence[Wrong]:
        """The wrong values of all cases but properties, whose True or False has many causes."""
        return [
            Wrong(case, case.expected[self.form], self.outcomes[case.name].value)
            for case in self.cases
            if not case.is_property and self.differs(case)
        ]


class Wrong:
    """A wrong value beside the right one, in the canonical form that is nearest to it."""

    def __init__(self, case: Case, expected: Any, actual: Any) -> None:
        self.case, self.expected = case, expected
        self.actual = aligned(expected, actual, case.tolerance)

    @property
    def tolerance(self) -> Tolerance:
        return self.case.tolerance.of_numbers

    @cached_property
    def numbers(self) -> Sequence[tuple[str, np.ndarray, np.ndarray]] | None:
        """All real numbers and arrays with their places, in pairs.

        None where the two values are not built alike, or differ in something else than numbers.
        """
        pairs = []
        try:
            for place, expected, actual in leaf_pairs(self.expected, self.actual):
                if is_real(expected) and is_real(actual):
                    pairs.append((place, np.asarray(expected), np.asarray(actual)))
                elif is_real(expected) or not agrees(expected, actual, self.tolerance):
                    return None
        except NotAlike:
            return None
        return pairs

    @cached_property
    def _differing(self) -> Sequence[tuple[str, np.ndarray, np.ndarray]] | None:
        if self.numbers is None or not all(np.isfinite(a).all() for _, _, a in self.numbers):
            return None
        return [each for each in self.numbers if not agrees(each[1], each[2], self.tolerance)]

    @cached_property
    def parts(self) -> Sequence[tuple[np.ndarray, np.ndarray]] | None:
        """The numeric parts that differ, in pairs; None as for `numbers`, and with NaN or infinity."""
        return None if self._differing is None else [(e, a) for _, e, a in self._differing]

    @property
    def is_whole(self) -> bool:
        """Whether all of the result differs, so that a sentence need not name its parts."""
        differing = self._differing or ()
        return not differing or (
            self.case.call.is_plain and len(differing) == len(self.numbers or ())
        )

    @property
    def subject(self) -> tuple[str, int]:
        """What differs, as the subject of a sentence, and how many values that are."""
        if self.is_whole:
            return gettext("The result"), 1
        differing = self._differing or ()
        listed = ", ".join(called(place) for place, _, _ in differing[:4])
        more = len(differing) - 4
        if more > 0:
            listed = gettext("{listed} and {more} more", listed=listed, more=more)
        return listed, len(differing)

    @cached_property
    def entries(self) -> tuple[np.ndarray, np.ndarray] | None:
        """All entries of the wrong parts in a row, where their shapes agree."""
        if not self.parts or any(e.shape != a.shape for e, a in self.parts):
            return None
        e, a = (np.concatenate([p[i].astype(float).ravel() for p in self.parts]) for i in (0, 1))
        return e, a


def near(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> bool:
    """Whether two arrays have one shape and agree in every entry, whatever their dtypes."""
    if expected.shape != actual.shape:
        return False
    return bool(within(expected.astype(float), actual.astype(float), tolerance).all())


def numbers_in(value: Any) -> list[np.ndarray]:
    """The real numbers in a value, an array for each leaf."""
    return [np.asarray(leaf.value) for leaf in leaves(value) if is_real(leaf.value)]


def is_finite(value: Any) -> bool:
    """Whether no number in a value is NaN or infinite."""
    return all(bool(np.isfinite(number).all()) for number in numbers_in(value))


_DIGITS = 6
"""Rounding noise is far below, and what two mistakes give far above."""


def behaviour_of(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> str:
    """Return what a wrong function gives on all of its cases, as a hash: equal for those wrong in the same way.

    An exception counts by its type, since its message holds names of variables. A second hash follows a
    dash. It is equal for functions whose results are equal up to one factor, a sign, a transposition or
    another shape; it is left out where a few numbers could agree by chance.
    """
    parts = []
    for case in sorted(cases, key=lambda case: case.name):
        outcome = outcomes.get(case.name)
        if outcome is None:
            parts.append("none")
        elif outcome.ending is Ending.RETURNED:
            text, total, size, count, _ = fingerprint(outcome.value)
            parts.append(f"{text} {_rounded(total, size)} {_rounded(size, size)} {count}")
        else:
            parts.append(f"{outcome.ending} {outcome.raised.type if outcome.raised else ''}")
    related = _up_to_relations(cases, outcomes)
    own = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return f"{own}-{related}" if related else own


_FEWEST = 6
"""Numbers that differ in size, below which results may be related by chance."""


def _up_to_relations(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> str:
    """The hash of the sizes of all numbers, in order, beside the largest of all cases."""
    sizes, words = [], []
    for case in sorted(cases, key=lambda case: case.name):
        outcome = outcomes.get(case.name)
        if outcome is None or outcome.ending is not Ending.RETURNED:
            raised = outcome.raised if outcome is not None else None
            words.append(f"{outcome and outcome.ending} {raised.type if raised else ''}")
            continue
        flat = [np.abs(np.asarray(each, float)).ravel() for each in numbers_in(outcome.value)]
        sizes.append(np.sort(np.concatenate(flat)) if flat else np.zeros(0))
        words.append(str(sizes[-1].size))
    every = np.concatenate(sizes) if sizes else np.zeros(0)
    largest = every.max() if every.size else 0.0
    if not np.isfinite(every).all() or not largest:
        return ""
    if np.unique(np.round(every / largest, _DIGITS)).size < _FEWEST:
        return ""
    for part in sizes:
        _, total, size, *_ = fingerprint(part / largest)
        words.append(_rounded(total, size))
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]


def _rounded(total: float, size: float) -> str:
    """The sum, to some digits of the sizes that it is a sum of."""
    if size == 0:
        return "0"
    return f"{round(total / size, _DIGITS) + 0.0:.{_DIGITS}f} {size:.{_DIGITS - 1}e}"
