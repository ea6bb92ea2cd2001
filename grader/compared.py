"""A run's outcomes beside the expected values, and how many points they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from grader.compare import Difference, Rung, difference_of
from grader.model.exercise import Case, Function
from grader.model.outcome import Ending
from grader.sandbox.sandbox import Run
from grader.score import RIGHT, choose_alternative


class Compared:
    """A run's outcomes beside the expected values; each pair is compared once, when asked for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.remembering: frozenset[str] = frozenset()
        """Functions of which a public case is wrong after other calls, and right when alone."""
        self._found: dict[tuple[str, str], Difference | None] = {}

    def difference(self, case: Case, form: str) -> Difference | None:
        """The first difference from that form's value; None too where nothing was returned."""
        key = (case.name, form)
        if key not in self._found:
            outcome = self.run.outcomes.get(case.name)
            self._found[key] = difference_of(case, form, outcome) if outcome is not None else None
        return self._found[key]

    def is_right(self, case: Case, form: str) -> bool:
        outcome = self.run.outcomes.get(case.name)
        returned = outcome is not None and outcome.ending is Ending.RETURNED
        return returned and self.difference(case, form) is None

    def all_right(self, function: Function, cases: Sequence[Case]) -> bool:
        form = self.best_form(function, cases)
        return all(self.is_right(case, form) for case in cases)

    def best_form(self, function: Function, cases: Sequence[Case]) -> str:
        if len(function.alternatives) == 1:
            return function.alternatives[0]
        return choose_alternative(function, cases, self._nearness)

    def worth(self, function: Function, cases: Sequence[Case]) -> Fraction:
        """The points of a function's cases, in the one form that earns most."""
        form = self.best_form(function, cases)
        right = [case for case in cases if self.is_right(case, form)]
        if function.together and len(right) < len(cases):
            return Fraction(0)
        return sum((case.points for case in right), Fraction(0))

    def _nearness(self, case: Case, form: str) -> int:
        if self.is_right(case, form):
            return RIGHT
        difference = self.difference(case, form)
        return list(Rung).index(difference.rung) if difference is not None else 0

    def with_run(self, run: Run) -> Compared:
        """The same with more cases run, or some run again; what loading met is the first run's."""
        errors = self.run.load_errors if self.run.outcomes else run.load_errors
        renewed = Compared(Run({**self.run.outcomes, **run.outcomes}, errors))
        renewed.remembering = self.remembering
        renewed._found = {k: found for k, found in self._found.items() if k[0] not in run.outcomes}
        return renewed
