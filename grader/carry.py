"""Error carried forward: what a function is worth once the functions that it builds on are right.

deepest first: a function that is wrong, and calls one that is wrong itself, is run again while
right ones stand in for these. So a fault costs where it is made, and nowhere else; and a function
with a fault of its own stands as wrong in whatever builds on it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.calls import call_for, parameters_for
from grader.compared import Compared
from grader.course.definition import exports_of
from grader.course.helpers import below
from grader.model.exercise import Case, Exercise, Function
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.asking import LOADING, Budget
from grader.sandbox.reach import reached
from grader.sandbox.relay import Helper
from grader.sandbox.sandbox import Request, Run, Sandbox


@dataclass(frozen=True, slots=True)
class Carried:
    """A wrong function that calls wrong ones.

    mend_first  the deepest of those
    compared    its cases with right ones in their place; None where there are none to be had
    counts      whether that run earns more than its own, and is the one that counts for all cases
    """

    mend_first: str
    compared: Compared | None = None
    counts: bool = False


def carry_forward(
    exercise: Exercise, program: Program, sandbox: Sandbox, budget: Budget, compared: Compared
) -> Mapping[str, Carried]:
    """Return what came of each function that is wrong and calls a wrong one.

    Called when all outcomes of the submission's own functions stand: nothing that a right helper
    says can reach a case of that helper any more.
    """
    found: dict[str, Carried] = {}
    faulty = [
        (function, cases)
        for function in _deepest_first(exercise)
        if (cases := exercise.cases_of(function.name)) and not compared.all_right(function, cases)
    ]
    if not faulty or _cannot_be(compared.run.outcomes.values()):
        return found
    wrong: list[str] = []
    forms: dict[str, str] = {}
    for function, cases in faulty:
        forms[function.name] = compared.best_form(function, cases)
        called = _called(exercise, program, function, wrong)
        if called:
            helpers = [_helper(exercise, program, name, forms[name]) for name in called]
            carried = Carried(called[0])
            if all(helpers):
                again = _Again(exercise, program, sandbox, budget, list(filter(None, helpers)))
                carried = again.run(function, cases, compared, called[0])
            found[function.name] = carried
            if carried.compared is not None:
                forms[function.name] = carried.compared.best_form(function, cases)
                if carried.compared.all_right(function, cases):
                    continue
        wrong.append(function.name)
    return found


def _cannot_be(outcomes: Iterable[Outcome]) -> bool:
    """Whether nothing ran, or the grader itself failed."""
    return any(o.ending is Ending.FAULT or (o.detail or "").startswith(LOADING) for o in outcomes)


@functools.lru_cache(maxsize=64)
def _deepest_first(exercise: Exercise) -> tuple[Function, ...]:
    """Every function after those that it builds on; else in the exercise's order."""
    known = {function.name: function for function in exercise.functions}
    seen: set[str] = set()

    def visit(name: str) -> Iterator[Function]:
        if name in known and name not in seen:
            seen.add(name)
            for helper in known[name].builds_on:
                yield from visit(helper)
            yield known[name]

    return tuple(function for name in known for function in visit(name))


def _called(
    exercise: Exercise, program: Program, function: Function, wrong: Sequence[str]
) -> list[str]:
    """Those of ``wrong`` that the function may build on, and that its code, or a property, names."""
    if not wrong or function.name not in program.functions:
        return []
    allowed = below({f.name: f.builds_on for f in exercise.functions}, function.name)
    candidates = [name for name in wrong if name in allowed]
    named: set[str] = set()
    for start in (function.name, *_asked_of_others(exercise, function)) if candidates else ():
        named |= {start, *reached(program, start)}
    return [name for name in candidates if name in named]


def _asked_of_others(exercise: Exercise, function: Function) -> list[str]:
    """Other functions that a property of this one names."""
    cases = exercise.cases_of(function.name)
    texts = [
        m.source for c in cases if c.call.property is not None for m in c.call.property.modules
    ]
    others = (name for name in exercise.function_names if name != function.name)
    return [name for name in others if any(f'"{name}"' in text for text in texts)]


def _helper(exercise: Exercise, program: Program, name: str, form: str) -> Helper | None:
    """The right function, in the form that came nearest to the submission's own."""
    forms = exercise.helpers.get(name)
    if forms is None:
        return None
    function = next(f for f in exercise.functions if f.name == name)
    parameters = parameters_for(function, program.functions.get(name))
    return Helper(name, forms[form], parameters, function.draws is not None)


@dataclass(frozen=True, slots=True)
class _Again:
    """Runs the cases of one function with right helpers, each in a child of its own."""

    exercise: Exercise
    program: Program
    sandbox: Sandbox
    budget: Budget
    helpers: Sequence[Helper]

    def run(
        self, function: Function, cases: Sequence[Case], own: Compared, mend_first: str
    ) -> Carried:
        outcomes: dict[str, Outcome] = {}
        for case in cases:
            outcome = self._outcome(function, case)
            # What calls no helper is not explained by one: a second try is nobody's due.
            if outcome is not None and (outcome.helped or outcome.ending is Ending.FAULT):
                outcomes[case.name] = outcome
            if outcome is not None and outcome.ending in (Ending.TIMEOUT, Ending.NOT_RUN):
                break
        compared = own.with_run(Run(outcomes))
        faulty = any(outcome.ending is Ending.FAULT for outcome in outcomes.values())
        gained = compared.worth(function, cases) > own.worth(function, cases)
        return Carried(mend_first, compared, faulty or gained)

    def _outcome(self, function: Function, case: Case) -> Outcome | None:
        brought = _brought_along(case.call.replacements)
        helpers = [helper for helper in self.helpers if helper.name not in brought]
        if not helpers:
            return None
        request = Request(
            case.name, call_for(function, self.program.functions[function.name], case)
        )
        exercise = self.exercise
        run = self.sandbox.run(
            self.program, [request], exercise.limits, exercise.modules,
            alone=True, budget=self.budget, helpers=helpers,
        )  # fmt: skip
        return run.outcomes[case.name]


@functools.lru_cache(maxsize=64)
def _brought_along(source: str | None) -> frozenset[str]:
    """The functions that a case replaces anyway."""
    return frozenset(exports_of(source, "replacements") if source else ())
