"""One function's cases and their outcomes, taken apart for the diagnosis as it asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from grader.comparison.compare import CaseComparisons, agrees
from grader.comparison.forms import aligned
from grader.diagnosis.student_code import global_hint
from grader.model.exercise import Case, Exercise, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.util.language import gettext
from grader.values import NotAlike, called, leaf_pairs
from grader.values.types.numeric import within

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


def is_real(value: Any) -> bool:
    """Whether a value is a real number or an array of them (booleans too)."""
    numeric = isinstance(value, (bool, int, float, np.ndarray, np.generic))
    return numeric and np.asarray(value).dtype.kind in "biuf"


def near(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> bool:
    """Whether two arrays have one shape and agree in every entry, whatever their dtypes."""
    if expected.shape != actual.shape:
        return False
    return bool(within(expected.astype(float), actual.astype(float), tolerance).all())
