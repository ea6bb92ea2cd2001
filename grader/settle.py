"""Runs a submission's cases until each outcome stands, and compares them.

public cases  -> what is not right once more, alone -> hidden cases -> the same
              -> what fails for a helper's sake once more, with a right helper
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from grader import load
from grader.calls import call_with
from grader.carry import Carried, carry_forward
from grader.compared import Compared
from grader.model.exercise import Case, Exercise, Function
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.asking import LOADING, Budget
from grader.sandbox.sandbox import Gate, Request, Run, Sandbox

_FAULT = Ending.FAULT


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcomes that stand, and what of them is a helper's fault."""

    compared: Compared
    carried: Mapping[str, Carried]

    @property
    def faulty(self) -> bool:
        """Whether the grader itself failed somewhere."""
        runs = [c.compared.run for c in self.carried.values() if c.compared is not None]
        return any(
            outcome.ending is _FAULT
            for run in (self.compared.run, *runs)
            for outcome in run.outcomes.values()
        )


def run_and_settle(exercise: Exercise, program: Program, sandbox: Sandbox) -> Settled:
    """Run the public cases and settle them, then the hidden ones.

    What a student is told of a public case is settled before any child has met a hidden input:
    not even by the clock, which tells one child when another ended, can a message speak of it.
    Where what public cases told stands at once, the hidden ones follow in the same child.
    Right helpers come last: no outcome that stands has met one.
    """
    work = _Work(exercise, program, sandbox)
    work.run(work.left(), gate=work.public_stand)
    work.run(work.left())
    carried = carry_forward(exercise, program, sandbox, work.budget, work.compared)
    return Settled(work.compared, carried)


class _Work:
    """One submission's cases on their way to outcomes that stand."""

    def __init__(self, exercise: Exercise, program: Program, sandbox: Sandbox) -> None:
        self._exercise, self._program, self._sandbox = exercise, program, sandbox
        self.budget = Budget(exercise.limits)
        self.compared = Compared(Run({}))
        self._present = [c for c in _public_first(exercise) if c.function in program.functions]

    def left(self) -> list[Case]:
        """The cases without an outcome, after those whose outcome is clear without running."""
        done = self.compared.run.outcomes
        open_ = [case for case in self._present if case.name not in done]
        if not done or not open_:
            return open_
        known = {c.name: o for c in open_ if (o := self._foregone(c)) is not None}
        self.compared = self.compared.with_run(Run(known))
        return [case for case in open_ if case.name not in known]

    def public_stand(self, outcomes: Mapping[str, Outcome]) -> bool:
        """Whether no public case is to be run again."""
        compared = self.compared.if_run(Run(outcomes))
        return not any(
            self._may_change(outcomes.get(case.name))
            for function, public in _public_cases(self._exercise)
            for case in compared.wrong(function, public)
        )

    def _may_change(self, outcome: Outcome | None) -> bool:
        """Whether a case that is not right could end in another way in a child of its own.

        Not where it was its child's first call, and not where calls surely leave nothing behind.
        """
        if outcome is None or outcome.ending is Ending.NOT_RUN:
            return False  # its turn did not come
        if outcome.ending not in (Ending.RETURNED, Ending.RAISED):
            return not outcome.fresh
        return not outcome.fresh and not self._keeps_nothing

    @cached_property
    def _keeps_nothing(self) -> bool:
        return load.keeps_nothing(self._program, self._exercise.modules)

    def run(self, cases: Sequence[Case], gate: Gate | None = None) -> None:
        """Run cases in shared children, then those that are not right once more, each alone.

        A case's verdict is that of a fresh process, so what an earlier call left behind can
        neither spoil a later one nor explain it away. Cases that bring helpers along share no
        child with another function's: such a helper may be the answer to that one.
        """
        if not cases:
            return
        limits, modules = self._exercise.limits, self._exercise.modules
        run = self._sandbox.run(
            self._program, self._requests(cases), limits, modules, budget=self.budget, gate=gate
        )
        self.compared = self.compared.with_run(run)
        again = self._to_run_again(run)
        if not again:
            return
        alone = self._sandbox.run(
            self._program, self._requests(again), limits, modules, alone=True, budget=self.budget
        )
        # Where the budget ended before its turn came, the first outcome stands.
        ran = {n: o for n, o in alone.outcomes.items() if o.ending is not Ending.NOT_RUN}
        self.compared = self.compared.with_run(Run(ran))
        self.compared.remembering |= self._right_now(ran)

    def _right_now(self, ran: Collection[str]) -> frozenset[str]:
        """The functions of the public cases that were wrong, and are right in a fresh child."""
        found = set()
        for function in self._exercise.functions:
            own = self._exercise.cases_of(function.name)
            form = self.compared.best_form(function, own)
            public = [c for c in own if c.name in ran and c.is_public]
            if any(self.compared.is_right(case, form) for case in public):
                found.add(function.name)
        return frozenset(found)

    def _requests(self, cases: Sequence[Case]) -> list[Request]:
        sites = self._program.functions
        names = dict.fromkeys(case.function for case in cases)
        made = {n: _requests_of(self._exercise, n, sites[n].parameters) for n in names}
        return [made[case.function][case.name] for case in cases]

    def _to_run_again(self, run: Run) -> list[Case]:
        compared, cases_of = self.compared, self._exercise.cases_of
        wrong = [c for f in self._exercise.functions for c in compared.wrong(f, cases_of(f.name))]
        if not wrong:
            return []
        # A public case is settled for good before a hidden input is met.
        hidden_met = any(not c.is_public for c in self._present if c.name in run.outcomes)
        return [
            case
            for case in wrong
            if case.is_public is not hidden_met and self._may_change(run.outcomes.get(case.name))
        ]

    def _foregone(self, case: Case) -> Outcome | None:
        """What becomes of a case, where what ran before tells it."""
        done = self.compared.run.outcomes
        for outcome in done.values():
            if (outcome.detail or "").startswith(LOADING) and outcome.ending is not Ending.FAULT:
                return outcome._replace(cpu_seconds=0.0)
        for other in self._exercise.cases_of(case.function):
            if other.name in done and done[other.name].ending is Ending.TIMEOUT:
                return Outcome(Ending.NOT_RUN, detail="timeout")
        return None


# What is the same for every submission is made for the first one.


@lru_cache(maxsize=64)
def _public_first(exercise: Exercise) -> tuple[Case, ...]:
    return tuple(sorted(exercise.cases, key=lambda case: not case.is_public))


@lru_cache(maxsize=64)
def _public_cases(exercise: Exercise) -> tuple[tuple[Function, tuple[Case, ...]], ...]:
    return tuple(
        (function, tuple(c for c in exercise.public_cases if c.function == function.name))
        for function in exercise.functions
    )


@lru_cache(maxsize=1024)
def _requests_of(
    exercise: Exercise, function: str, parameters: tuple[str, ...]
) -> Mapping[str, Request]:
    """The requests of a function that takes these parameters, by case."""
    own = next(f for f in exercise.functions if f.name == function)
    return {
        case.name: Request(
            case.name,
            call_with(own, parameters, case),
            group=function if case.call.replacements else "",
            hidden=not case.is_public,
        )
        for case in exercise.cases_of(function)
    }
