"""Runs a submission's cases until each outcome stands, and compares them.

    public cases  -> what is not right once more, alone -> hidden cases -> the same
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.compare import Difference, Rung, compare
from grader.model.exercise import Case, Exercise, Function, Visibility
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.prepare import call_for
from grader.sandbox.asking import LOADING, Budget
from grader.sandbox.sandbox import Request, Run, Sandbox
from grader.score import RIGHT, choose_alternative


class Compared:
    """A run's outcomes beside the expected values; each pair is compared once, when asked for."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._found: dict[tuple[str, str], Difference | None] = {}

    def difference(self, case: Case, form: str) -> Difference | None:
        """The first difference from that form's value; None too where nothing was returned."""
        key = (case.name, form)
        if key not in self._found:
            outcome = self.run.outcomes.get(case.name)
            returned = outcome is not None and outcome.ending is Ending.RETURNED
            self._found[key] = (
                compare(case.expected[form], outcome.value, case.tolerance) if returned else None
            )
        return self._found[key]

    def is_right(self, case: Case, form: str) -> bool:
        outcome = self.run.outcomes.get(case.name)
        returned = outcome is not None and outcome.ending is Ending.RETURNED
        return returned and self.difference(case, form) is None

    def best_form(self, function: Function, cases: Sequence[Case]) -> str:
        if len(function.alternatives) == 1:
            return function.alternatives[0]
        return choose_alternative(function, cases, self._nearness)

    def _nearness(self, case: Case, form: str) -> int:
        if self.is_right(case, form):
            return RIGHT
        difference = self.difference(case, form)
        return list(Rung).index(difference.rung) if difference is not None else 0

    def with_run(self, run: Run) -> Compared:
        """The same with more cases run, or some run again; what loading met is the first run's."""
        errors = self.run.load_errors if self.run.outcomes else run.load_errors
        renewed = Compared(Run({**self.run.outcomes, **run.outcomes}, errors))
        renewed._found = {k: found for k, found in self._found.items() if k[0] not in run.outcomes}
        return renewed


def run_and_settle(exercise: Exercise, program: Program, sandbox: Sandbox) -> Compared:
    """Run the public cases and settle them, then the hidden ones.

    What a student is told of a public case is settled before any child has met a hidden input:
    not even by the clock, which tells one child when another ended, can a message speak of it.
    """
    compared = Compared(Run({}))
    budget = Budget(exercise.limits)
    for public in (True, False):
        wanted = [c for c in exercise.cases if (c.visibility is Visibility.PUBLIC) is public]
        cases = [case for case in wanted if case.function in program.functions]
        known = {c.name: o for c in cases if (o := _foregone(c, exercise, compared)) is not None}
        compared = compared.with_run(Run(known))
        cases = [case for case in cases if case.name not in known]
        if cases:
            compared = _settle(exercise, program, sandbox, cases, compared, budget)
    return compared


def _foregone(case: Case, exercise: Exercise, compared: Compared) -> Outcome | None:
    """What becomes of a case after the public ones, where that is known without running it."""
    for outcome in compared.run.outcomes.values():
        if (outcome.detail or "").startswith(LOADING) and outcome.ending is not Ending.FAULT:
            return replace(outcome, cpu_seconds=0.0)
    for other in exercise.cases_of(case.function):
        outcome = compared.run.outcomes.get(other.name)
        if outcome is not None and outcome.ending is Ending.TIMEOUT:
            return Outcome(Ending.NOT_RUN, detail="timeout")
    return None


def _settle(
    exercise: Exercise,
    program: Program,
    sandbox: Sandbox,
    cases: Sequence[Case],
    before: Compared,
    budget: Budget,
) -> Compared:
    """Run cases in shared children, then those that are not right once more, each alone.

    A case's verdict is that of a fresh process, so what an earlier call left behind can neither
    spoil a later one nor explain it away. Cases that bring helpers along share no child with
    another function's: such a helper may be the answer to that one.
    """
    by_name = {function.name: function for function in exercise.functions}
    requests = {
        case.name: Request(
            case.name,
            call_for(by_name[case.function], program.functions[case.function], case),
            group=case.function if case.call.replacements else "",
        )
        for case in cases
    }
    every = list(requests.values())
    run = sandbox.run(program, every, exercise.limits, exercise.modules, budget=budget)
    compared = before.with_run(run)
    again = []
    for function in exercise.functions:
        form = compared.best_form(function, exercise.cases_of(function.name))
        for case in exercise.cases_of(function.name):
            outcome = run.outcomes.get(case.name)
            if outcome is None or outcome.fresh or outcome.ending is Ending.NOT_RUN:
                continue
            if not compared.is_right(case, form):
                again.append(requests[case.name])
    if not again:
        return compared
    alone = sandbox.run(
        program, again, exercise.limits, exercise.modules, alone=True, budget=budget
    )
    # Where the budget ended before its turn came, the first outcome stands.
    ran = {n: o for n, o in alone.outcomes.items() if o.ending is not Ending.NOT_RUN}
    return compared.with_run(Run(ran))
