"""A run's outcomes beside the expected values, and how many points they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.compare import RUNGS, Difference, difference_of
from grader.model.exercise import Case, Function
from grader.model.outcome import Ending, Outcome
from grader.sandbox.sandbox import Run
from grader.score import RIGHT, choose_alternative, total
from grader.seen import is_small

_RETURNED = Ending.RETURNED

_MOST_KEPT = 2000
# Holds case and value too: as long as it does, nothing else has their ids.
_kept: dict[tuple[int, str, int], tuple[Case, Any, Difference | None]] = {}

_Found = dict[tuple[str, str], tuple[Outcome, Difference | None]]


class Compared:
    """A run's outcomes beside the expected values; each pair is compared once, when asked for.

    ``found`` is what was found before of a submission's outcomes: it holds for the same ones.
    """

    def __init__(self, run: Run, found: _Found | None = None) -> None:
        self.run = run
        self.remembering: frozenset[str] = frozenset()
        """Functions of which a public case is wrong after other calls, and right when alone."""
        self._found: _Found = {} if found is None else found
        self._judged: dict[str, tuple[Sequence[Case], str, Sequence[Case]]] = {}

    def difference(self, case: Case, form: str) -> Difference | None:
        """The first difference from that form's value; None too where nothing was returned."""
        outcome = self.run.outcomes.get(case.name)
        if outcome is None:
            return None
        found = self._found.get((case.name, form))
        if found is None or found[0] is not outcome:
            found = self._found[case.name, form] = outcome, _difference(case, form, outcome)
        return found[1]

    def all_right(self, function: Function, cases: Sequence[Case]) -> bool:
        return not self.wrong(function, cases)

    def is_right(self, case: Case, form: str) -> bool:
        outcome = self.run.outcomes.get(case.name)
        if outcome is None or outcome.ending is not _RETURNED:
            return False
        return self.difference(case, form) is None

    def wrong(self, function: Function, cases: Sequence[Case]) -> Sequence[Case]:
        """The cases that are not right in the form that earns most."""
        return self._judge(function, cases)[2]

    def best_form(self, function: Function, cases: Sequence[Case]) -> str:
        if len(function.alternatives) == 1:
            return function.alternatives[0]
        return self._judge(function, cases)[1]

    def worth(self, function: Function, cases: Sequence[Case]) -> Fraction:
        """The points of a function's cases, in the one form that earns most."""
        form = self.best_form(function, cases)
        right = [case for case in cases if self.is_right(case, form)]
        if function.together and len(right) < len(cases):
            return Fraction(0)
        return total(case.points for case in right)

    def _judge(
        self, function: Function, cases: Sequence[Case]
    ) -> tuple[Sequence[Case], str, Sequence[Case]]:
        """The cases asked for, their form, and which of them are wrong; kept for the last asked."""
        kept = self._judged.get(function.name)
        if kept is None or kept[0] is not cases:
            form = choose_alternative(function, cases, self._nearness)
            wrong = tuple([case for case in cases if not self.is_right(case, form)])
            kept = self._judged[function.name] = cases, form, wrong
        return kept

    def _nearness(self, case: Case, form: str) -> int:
        if self.is_right(case, form):
            return RIGHT
        difference = self.difference(case, form)
        return RUNGS.index(difference.rung) if difference is not None else 0

    def with_run(self, run: Run) -> Compared:
        """The same with more cases run, or some run again; what loading met is the first run's."""
        errors = self.run.load_errors if self.run.outcomes else run.load_errors
        renewed = Compared(Run({**self.run.outcomes, **run.outcomes}, errors), self._found)
        renewed.remembering = self.remembering
        return renewed

    def if_run(self, run: Run) -> Compared:
        """A run by itself, for a look at it before it has ended."""
        return Compared(run, self._found)


def _difference(case: Case, form: str, outcome: Outcome) -> Difference | None:
    """As `difference_of`. What many children answer is one value, which is compared once."""
    value = outcome.value
    kept = _kept.get((id(case), form, id(value)))
    if kept is not None and outcome.ending is _RETURNED:
        return kept[2]
    found = difference_of(case, form, outcome)
    # Whose memory a value stands in is no part of it.
    if outcome.ending is _RETURNED and not case.own_memory and is_small(value):
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[id(case), form, id(value)] = case, value, found
    return found
