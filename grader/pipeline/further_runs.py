"""Runs of a submission beside those that decide its cases: on drawn inputs, and with correct helpers.

They decide no verdict: they keep an explanation from being given that is not true. So they may end
early, and then nothing is explained. All of a submission's share one budget, which is counted in calls
first: in calls at all, and in calls that did not come back. Two runs of one submission count the same.
Time ends only what takes far longer than the submission's own cases did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property

from grader import load
from grader.diagnosis.diagnose import is_same
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
from grader.sandbox.judge.plan import Budget, Helper
from grader.sandbox.judge.sandbox import Request, Sandbox

MOST_CALLS = 3000
"""Of one submission."""
MOST_LOST = 2
"""Calls of one submission that did not come back: too slow, or the end of their process."""
SECONDS = 10.0
"""Processor time of one submission, and twice as much by the clock for what only waits."""

_CALL_SECONDS = 1.0
_TIMES_OWN = 4
"""A call may take longer where the function's own cases do: so many times as long."""
_WAITING = 5
"""So many times its processor time a call may wait."""
_FEW = 8
"""Inputs for a function of which every call has a child of its own."""
_LOST = frozenset({Ending.TIMEOUT, Ending.MEMORY, Ending.DIED, Ending.NOT_RUN, Ending.FAULT})


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
        seconds = min(SECONDS, exercise.limits.submission_cpu_seconds)
        self._limits = replace(
            exercise.limits, submission_cpu_seconds=seconds, submission_wall_seconds=2 * seconds
        )
        self._budget = Budget(self._limits)
        self._calls, self._lost = MOST_CALLS, MOST_LOST
        self.stopped: set[str] = set()

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
        for case in compared.wrong(function, self._exercise.cases_of(function.name)):
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
        if function.name in self.stopped or self._lost <= 0 or len(requests) > self._calls:
            self.stopped.add(function.name)
            raise SearchStopped
        self._calls -= len(requests)
        seconds = self._seconds_of(function)
        limits = replace(
            self._limits, case_cpu_seconds=seconds, case_wall_seconds=_WAITING * seconds
        )
        session = self._sandbox.session(
            self._program, limits, modules, budget=self._budget, helpers=helpers
        )
        with closing(session):
            for request in requests:
                outcome = session.ask(request)
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


def _is_unchanged(own: Outcome, again: Outcome, case: Case) -> bool:
    if own.ending is not again.ending:
        return False
    if own.ending is Ending.RETURNED:
        return is_same(own.value, again.value, case.tolerance)
    assert own.raised is not None and again.raised is not None
    return (own.raised.type, own.raised.line) == (again.raised.type, again.raised.line)
