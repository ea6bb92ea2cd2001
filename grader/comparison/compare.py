"""Judges one actual value against the expected one: a ladder that stops at the first difference.

    missing -> type -> structure (keys, length) -> shape -> dtype kind -> finite -> values

Shape comes before values, so nothing broadcasts to a pass. Tolerance scales with the *expected*
side. What a fair marker accepts is accepted: a Python float, ``np.float64`` or 0-d array for a
number; bool, 0/1 ints or 0.0/1.0 for a mask; a list where a tuple was meant, and the reverse.
`grader.values.types` holds the rules of each type, `grader.comparison.forms` what does not count.
`CaseComparisons` holds a run's outcomes beside the expected values: which cases are right, and in which form.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.comparison.credit import NOTHING, Share, share_of
from grader.comparison.forms import aligned, explained
from grader.model.exercise import Case, Function, Tolerance
from grader.model.observation import FILES
from grader.model.outcome import Ending, Outcome, Run
from grader.util.language import gettext, ngettext
from grader.values import Difference, Rung, built_alike, first_difference
from grader.values.value_type import WHOLE, Place


class _Observed(Place):
    """The place of a value that holds what was observed beside a result."""

    __slots__ = ()

    def part(self, key: Any) -> Place:
        return _Folder(super().part(key)) if key == FILES else super().part(key)


class _Folder(Place):
    """The place of the files of a call."""

    __slots__ = ()

    @property
    def called(self) -> str:
        return gettext("the folder")

    def lacks(self, listed: str, count: int, present: str) -> str:
        lacks = ngettext("has no file {listed}.", "has no files {listed}.", count, listed=listed)
        there = gettext("Its files: {present}.", present=present)
        return f"{lacks} {there}" if present else f"{lacks} " + gettext("It is empty.")


_OBSERVED = _Observed()


def compare(
    expected: Any, actual: Any, tolerance: Tolerance, place: Place = WHOLE
) -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    Never raises for any value that the wire format can carry.
    """
    if not tolerance.forms:
        return first_difference(expected, actual, tolerance, place)
    actual = aligned(expected, actual, tolerance)
    difference = first_difference(expected, actual, tolerance.of_numbers, place)
    return difference and explained(difference, expected, actual, tolerance)


def agrees(expected: Any, actual: Any, tolerance: Tolerance) -> bool:
    """Whether ``actual`` is right."""
    return compare(expected, actual, tolerance) is None


def is_same(answer: Any, value: Any, tolerance: Tolerance) -> bool:
    """Whether two results agree, and neither holds a key, or a truth value, that the other lacks."""
    if tolerance.forms:
        value, tolerance = aligned(answer, value, tolerance), tolerance.of_numbers
    return first_difference(answer, value, tolerance) is None and built_alike(answer, value)


def difference_of(case: Case, form: str, outcome: Outcome) -> Difference | None:
    """The first difference of a call's result from the value of an accepted form.

    None where it is right, and where nothing was returned.
    """
    if outcome.ending is not Ending.RETURNED:
        return None
    return compare(case.expected[form], outcome.value, case.tolerance)


_RIGHT = 100  # far above any rung: a right case counts for more than a near one
_Compared = dict[tuple[str, str], tuple[Outcome, Difference | None]]


class CaseComparisons:
    """The comparisons of one run; each case is compared once in each form, on demand.

    ``compared`` holds earlier comparisons of the same submission: they count for equal outcomes.
    """

    def __init__(self, run: Run, compared: _Compared | None = None) -> None:
        self.run = run
        self._compared: _Compared = {} if compared is None else compared

    def difference(self, case: Case, form: str) -> Difference | None:
        """The first difference from that form's value; None too where nothing was returned."""
        outcome = self.run.outcomes.get(case.name)
        if outcome is None or outcome.ending is not Ending.RETURNED:
            return None
        known = self._compared.get((case.name, form))
        if known is None or known[0] is not outcome:
            place = WHOLE if case.call.is_plain else _OBSERVED
            difference = compare(case.expected[form], outcome.value, case.tolerance, place)
            known = self._compared[case.name, form] = outcome, difference
        return known[1]

    def is_right(self, case: Case, form: str) -> bool:
        outcome = self.run.outcomes.get(case.name)
        if outcome is None or outcome.ending is not Ending.RETURNED:
            return False
        return self.difference(case, form) is None

    def share(self, case: Case, form: str) -> Share:
        """How much of a wrong result is right, where the case gives credit for parts."""
        outcome = self.run.outcomes.get(case.name)
        if case.credit is None or outcome is None or outcome.ending is not Ending.RETURNED:
            return NOTHING
        return share_of(case.credit, case.expected[form], outcome.value, case.tolerance)

    def wrong(self, cases: Sequence[Case], form: str) -> Sequence[Case]:
        """The cases that are not right in this form."""
        return tuple(case for case in cases if not self.is_right(case, form))

    def best_form(self, function: Function, cases: Sequence[Case]) -> str:
        """Return the one accepted form, for all cases of the function, that earns most.

        Of equals, the form counts whose comparisons come furthest, so that a wrong result is
        explained in the form that was meant; after that the first declared.
        """

        def merit(form: str) -> tuple[Fraction, int]:
            reached = [self._reached(case, form) for case in cases]
            points = (
                case.points if rung == _RIGHT else case.points * self.share(case, form).earned
                for case, rung in zip(cases, reached, strict=True)
            )
            return sum(points, Fraction(0)), sum(reached)

        if len(function.accepted_forms) == 1:
            return function.accepted_forms[0]
        return max(function.accepted_forms, key=merit)

    def _reached(self, case: Case, form: str) -> int:
        """How many rungs of the comparison the outcome passes in this form."""
        if self.is_right(case, form):
            return _RIGHT
        difference = self.difference(case, form)
        return 0 if difference is None else list(Rung).index(difference.rung)

    def with_run(self, run: Run) -> CaseComparisons:
        """The same with other outcomes for the cases of ``run``."""
        outcomes = {**self.run.outcomes, **run.outcomes}
        return self.of_run(Run(outcomes, self.run.load_errors))

    def of_run(self, run: Run) -> CaseComparisons:
        """Another run of the same submission; outcomes that both share are compared once."""
        return CaseComparisons(run, self._compared)
