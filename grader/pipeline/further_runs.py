"""Runs of a submission beside those that decide its cases: on drawn inputs, and with correct helpers.

They decide no verdict: they keep an explanation from being given that is not true. So they may end
early, and then nothing is explained. All of a submission's share one budget, which is counted in calls
first: in calls at all, and in functions of which one did not come back. Two runs of one submission
count the same. Time ends only what takes far longer than such calls usually do, and it ends each
function by itself: what one of them takes, a little more or less, says nothing of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property

from grader import load
from grader.comparison.compare import is_same
from grader.model.call_binding import call_for
from grader.model.exercise import Case, Exercise, Function, Module
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.pipeline.run_cases import (
    FREE_NUMBERS,
    CaseRun,
    correct_helpers,
    has_free_numbers,
    needed_helpers,
    used_helpers,
)
from grader.pipeline.slow import TooSlow, find_too_slow
from grader.sandbox.judge.helper_relay import Helper
from grader.sandbox.judge.sandbox import Budget, Request, Sandbox

MOST_CALLS = 3000
"""Of one submission."""
MOST_LOST = 2
"""Functions of one submission that are run until a call does not come back: too slow, or its process ended."""
SECONDS = 10.0
"""Processor time of one function. One that trains for 10,000 steps, whatever it is told, takes a few seconds."""
MOST_SECONDS = 20.0
"""Processor time of one submission."""

_CALL_SECONDS = 1.0
_TIMES_OWN = 4
"""A call may take longer where the function's own cases do: so many times as long."""
_CALL_WAITS, _WAITS = 10.0, 30.0
"""Seconds by the clock for a call, and for all of a function, that only wait: others may use the machine."""
_FEW = 8
"""Inputs for a function of which every call has a child of its own."""
_LOST = frozenset({Ending.TIMEOUT, Ending.MEMORY, Ending.DIED, Ending.NOT_RUN, Ending.FAULT})


MOST_FOR_TWO = 3
"""Functions of one submission for which two edits at once are looked for."""


class SearchStopped(Exception):
    """Raised where the budget ended, or a call did not come back: nothing is known of what was asked."""


class FurtherRuns:
    """The further runs of one submission.

    Attributes:
        stopped: the functions of which a run was refused or not finished.
    """

    def __init__(
        self, exercise: Exercise, program: Program, run: CaseRun, sandbox: Sandbox
    ) -> None:
        self._exercise, self._program, self._run, self._sandbox = exercise, program, run, sandbox
        limits = exercise.limits
        self._left = min(MOST_SECONDS, limits.submission_cpu_seconds)
        self._limits = replace(
            limits,
            case_wall_seconds=min(_CALL_WAITS, limits.case_wall_seconds),
            submission_cpu_seconds=min(SECONDS, limits.submission_cpu_seconds),
            submission_wall_seconds=min(_WAITS, limits.submission_wall_seconds),
        )
        self._budgets: dict[str, Budget] = {}
        self._calls, self._lost, self._for_two = MOST_CALLS, MOST_LOST, MOST_FOR_TWO
        self.stopped: set[str] = set()

    def of(self, function: Function, *, helped: bool) -> FunctionRuns:
        """Return the runs of one function.

        Args:
            helped: whether correct helpers replace the submission's own.
        """
        return FunctionRuns(self, function, helped)

    def may_try_two(self) -> bool:
        """Whether two edits may be looked for in one more function."""
        self._for_two -= 1
        return self._for_two >= 0

    def on(
        self, function: Function, cases: Sequence[Case], *, helped: bool
    ) -> Mapping[str, Outcome]:
        """Return what the function does on cases that are none of the exercise's, in fresh children.

        Of a function that keeps something between calls only a few are run.

        Args:
            helped: whether correct helpers replace the submission's own.

        Raises:
            SearchStopped: where not all of them came back.
        """
        helpers = self._all_correct(function) if helped else []
        site = self._program.functions.get(function.name)
        keeps = function.name in self._with_state
        requests = [
            Request(
                case.name,
                call_for(function, site, case),
                shared=not keeps and not case.call.replacements,
            )
            for case in (cases[:_FEW] if keeps else cases)
        ]
        free = any(has_free_numbers(function, case) for case in cases)
        return dict(self._asked(function, requests, self._modules(free), helpers))

    def is_helpers_fault(self, function: Function) -> bool:
        """Return whether correct helpers change what the function gives in any of its wrong cases.

        A submission's own helper may be wrong where its cases do not look: with the sizes of the one
        public case built in, say. What calls it is then wrong, and no mistake of the caller's explains
        that.

        Raises:
            SearchStopped: where a run did not come back.
        """
        compared = self._run.deciding(function.name)
        helpers = self._all_correct(function)
        site = self._program.functions.get(function.name)
        cases = self._exercise.cases_of(function.name)
        for case in compared.wrong(cases, self._run.forms[function.name]):
            own = compared.run.outcomes.get(case.name)
            needed = needed_helpers(case, helpers)
            if not needed or own is None or own.ending not in (Ending.RETURNED, Ending.RAISED):
                continue
            request = Request(case.name, call_for(function, site, case))
            for _, again in self._asked(function, [request], self._modules(), needed):
                if not _is_unchanged(own, again, case):
                    return True
        return not helpers and self._differs_from_recorded(function)

    def too_slow(self, function: Function) -> TooSlow | None:
        """Return how the function is too slow, though its results are right."""
        compared = self._run.deciding(function.name)
        return find_too_slow(self._exercise, self._program, self._sandbox, function, compared)

    def _asked(
        self,
        function: Function,
        requests: Sequence[Request],
        modules: Sequence[Module],
        helpers: Sequence[Helper] = (),
    ) -> Iterator[tuple[str, Outcome]]:
        """The outcomes one after the other, all of them or SearchStopped."""
        is_over = self._lost <= 0 or self._left <= 0 or len(requests) > self._calls
        if is_over or function.name in self.stopped:
            self.stopped.add(function.name)
            raise SearchStopped
        self._calls -= len(requests)
        limits = replace(self._limits, case_cpu_seconds=self._seconds_of(function))
        budget = self._budgets.setdefault(function.name, Budget(self._limits))
        session = self._sandbox.session(
            self._program, limits, modules, budget=budget, helpers=helpers
        )
        with closing(session):
            for request in requests:
                outcome = session.ask(request)
                self._left -= outcome.cpu_seconds
                if outcome.ending in _LOST:
                    self._lost -= 1
                    self.stopped.add(function.name)
                    raise SearchStopped
                yield request.name, outcome

    def _seconds_of(self, function: Function) -> float:
        """For one call: enough for whatever takes about as long as the function's own cases."""
        outcomes = self._run.deciding(function.name).run.outcomes
        cases = self._exercise.cases_of(function.name)
        own = [outcomes[case.name].cpu_seconds for case in cases if case.name in outcomes]
        wanted = max(_CALL_SECONDS, _TIMES_OWN * max(own, default=0.0))
        return min(self._exercise.limits.case_cpu_seconds, wanted)

    def _modules(self, free_numbers: bool = False) -> Sequence[Module]:
        modules = self._exercise.modules
        return (FREE_NUMBERS, *modules) if free_numbers else modules

    @cached_property
    def _with_state(self) -> frozenset[str]:
        return load.functions_with_state(self._program, self._exercise.modules)

    def _all_correct(self, function: Function) -> list[Helper]:
        """Correct ones of all helpers that the function names."""
        compared = self._run.deciding(function.name)
        names = used_helpers(self._exercise, self._program, function, self._present)
        forms = {
            other.name: compared.best_form(other, self._exercise.cases_of(other.name))
            for other in self._exercise.functions
            if other.name in names
        }
        return correct_helpers(self._exercise, self._program, names, forms)

    @property
    def _present(self) -> list[str]:
        return [name for name in self._exercise.function_names if name in self._program.functions]

    def _differs_from_recorded(self, function: Function) -> bool:
        """Whether a helper of the submission gives something else than the correct one, where that is known.

        A released bundle has no correct helpers, but some calls of them with their results.
        """
        exercise, compared = self._exercise, self._run.deciding(function.name)
        used = used_helpers(exercise, self._program, function, self._present)
        known = {other.name: other for other in exercise.functions if other.name in used}
        requests, recorded = [], {}
        for case in exercise.helper_calls:
            helper = known.get(case.function)
            if helper is None or case.name.partition(" ")[0] != function.name:
                continue
            if compared.best_form(helper, exercise.cases_of(helper.name)) not in case.expected:
                continue  # another accepted form gives something else
            site = self._program.functions[helper.name]
            requests.append(Request(case.name, call_for(helper, site, case), shared=False))
            recorded[case.name] = case
        if not requests:
            return False
        return any(
            outcome.ending is not Ending.RETURNED
            or not is_same(
                next(iter(recorded[name].expected.values())),
                outcome.value,
                recorded[name].tolerance,
            )
            for name, outcome in self._asked(function, requests, exercise.modules)
        )


class FunctionRuns:
    """What one function of a submission does on further inputs: each is run once. A `RunAgain`."""

    def __init__(self, runs: FurtherRuns, function: Function, helped: bool) -> None:
        self._runs, self._function, self._helped = runs, function, helped
        self._known: dict[str, Outcome] = {}

    def __call__(self, cases: Sequence[Case]) -> Mapping[str, Outcome]:
        """The outcomes, by name; of a function that keeps something between calls only a few."""
        missing = [case for case in cases if case.name not in self._known]
        if missing:
            self._known |= self._runs.on(self._function, missing, helped=self._helped)
        return {name: self._known[name] for c in cases if (name := c.name) in self._known}

    def may_try_two(self) -> bool:
        return self._runs.may_try_two()


def _is_unchanged(own: Outcome, again: Outcome, case: Case) -> bool:
    if own.ending is not again.ending:
        return False
    if own.ending is Ending.RETURNED:
        return is_same(own.value, again.value, case.tolerance)
    assert own.raised is not None and again.raised is not None
    return (own.raised.type, own.raised.line) == (again.raised.type, again.raised.line)
