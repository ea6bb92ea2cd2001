"""A run's outcomes beside the expected values."""

from __future__ import annotations

from collections.abc import Sequence

from grader.comparison.compare import difference_of
from grader.comparison.score import RIGHT, choose_form
from grader.model.exercise import Case, Function
from grader.model.outcome import Ending, Outcome, Run
from grader.values import Difference, Rung

_RETURNED = Ending.RETURNED

_Found = dict[tuple[str, str], tuple[Outcome, Difference | None]]


class CaseComparisons:
    """A run's outcomes beside the expected values; each pair is compared once, when asked for.

    ``found`` is what was found before of a submission's outcomes: it holds for the same ones.
    """

    def __init__(self, run: Run, found: _Found | None = None) -> None:
        self.run = run
        self._found: _Found = {} if found is None else found
        self._judged: dict[str, tuple[Sequence[Case], str, Sequence[Case]]] = {}

    def difference(self, case: Case, form: str) -> Difference | None:
        """The first difference from that form's value; None too where nothing was returned."""
        outcome = self.run.outcomes.get(case.name)
        if outcome is None:
            return None
        found = self._found.get((case.name, form))
        if found is None or found[0] is not outcome:
            found = self._found[case.name, form] = outcome, difference_of(case, form, outcome)
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
        if len(function.accepted_forms) == 1:
            return function.accepted_forms[0]
        return self._judge(function, cases)[1]

    def _judge(
        self, function: Function, cases: Sequence[Case]
    ) -> tuple[Sequence[Case], str, Sequence[Case]]:
        """The cases asked for, their form, and which of them are wrong; kept for the last asked."""
        kept = self._judged.get(function.name)
        if kept is None or kept[0] is not cases:
            form = choose_form(function, cases, self._nearness)
            wrong = tuple([case for case in cases if not self.is_right(case, form)])
            kept = self._judged[function.name] = cases, form, wrong
        return kept

    def _nearness(self, case: Case, form: str) -> int:
        if self.is_right(case, form):
            return RIGHT
        difference = self.difference(case, form)
        return list(Rung).index(difference.rung) if difference is not None else 0

    def with_run(self, run: Run) -> CaseComparisons:
        """The same with other outcomes for the cases of ``run``."""
        outcomes = {**self.run.outcomes, **run.outcomes}
        return self.of_run(Run(outcomes, self.run.load_errors))

    def of_run(self, run: Run) -> CaseComparisons:
        """Another run of the same submission; what both share is compared once."""
        return CaseComparisons(run, self._found)
