"""Runs mutants of one exercise: which case kills one, and which drawn input tells it apart.

Every mutant takes a student's path: the reference's statements with one exchanged, compiled by the
loader's compiler, executed in a child.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from grader import load
from grader.comparison.compare import compare, difference_of
from grader.course.definition import Definition
from grader.course.editing import apply, find_functions
from grader.course.prepare import call_of, prepare
from grader.course.reference_program import REFERENCE, edited_program
from grader.load.read.compile import compile_statement, quiet
from grader.model.call_binding import bind
from grader.model.exercise import Call, Case, Exercise, Limits, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program, Statement
from grader.mutation.mutants import Mutant, scopes
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.util.errors import AuthorError

_STEPS = (20, 180, 400, 400, 1000)
"""Inputs that are drawn at a time: most mutants that can be told apart are by the first few."""
_FIRST_SEED = 1_000_000  # far from any seed that an author would choose


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn input: by which case's function, and with which seed."""

    case: str
    seed: int
    call: Call
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a mutant did on drawn inputs.

    apart  the inputs among them that tell it from the reference
    by     the case function that drew most of these, and with which seed first
    """

    inputs: int
    apart: int
    by: str | None = None
    seed: int | None = None


class Arena:
    """One exercise with its cases prepared, in one process."""

    def __init__(
        self, definition: Definition, sandbox: Sandbox, exercise: Exercise | None = None
    ) -> None:
        self.definition = definition
        self.exercise = exercise or prepare(definition, sandbox)
        self._sandbox = sandbox
        self._reference = edited_program(definition)
        self._kills: Counter[str] = Counter()
        self._answers: dict[tuple[object, ...], list[tuple[Drawn, dict[str, Any]]]] = {}

    def graded_by(self, function: str) -> tuple[str, ...]:
        """The graded functions whose cases reach this function of the reference."""
        return tuple(s.function for s in scopes(self.definition) if function in dict(s.texts))

    def killer(self, mutant: Mutant, cases: Sequence[Case]) -> str | None:
        """The first case that is wrong under every accepted form that is still possible.

        The case that has killed most mutants so far runs first, the others only if it does not.
        """
        program = self._program(mutant)
        ordered = sorted(cases, key=lambda case: -self._kills[case.name])
        forms = {case.function: set(case.expected) for case in cases}
        for batch in (ordered[:1], ordered[1:]):
            outcomes = self._run(program, batch, self._short_limits)
            for case in batch:
                outcome = outcomes[case.name]
                possible = {
                    form
                    for form in forms[case.function]
                    if outcome.ending is Ending.RETURNED
                    and difference_of(case, form, outcome) is None
                }
                if not possible:
                    self._kills[case.name] += 1
                    return case.name
                forms[case.function] = possible
        return None

    def agreement(self, mutant: Mutant, functions: tuple[str, ...], inputs: int) -> Agreement:
        """Compare with the reference, and every other accepted form, on drawn inputs.

        Stops at the first few inputs among which one tells the mutant apart.
        """
        program = self._program(mutant)
        forms = {
            f.name: set(f.accepted_forms) for f in self.exercise.functions if f.name in functions
        }
        done = 0
        for size in _STEPS:
            count = min(size, inputs - done)
            answers = self._answers_on(functions, done, count)
            outcomes = self._outcomes(program, [drawn for drawn, _ in answers])
            apart: list[Drawn] = []
            for (drawn, expected), outcome in zip(answers, outcomes, strict=True):
                name = drawn.call.function
                possible = {
                    form
                    for form in forms[name] & expected.keys()
                    if outcome.ending is Ending.RETURNED
                    and compare(expected[form], outcome.value, drawn.tolerance) is None
                }
                if possible:
                    forms[name] = possible
                else:
                    apart.append(drawn)
            done += count
            if apart:
                by = Counter(drawn.case for drawn in apart).most_common(1)[0][0]
                seed = next(drawn.seed for drawn in apart if drawn.case == by)
                return Agreement(done, len(apart), by, seed)
            if done >= inputs:
                break
        return Agreement(done, 0)

    def _run(self, program: Program, cases: Sequence[Case], limits: Limits) -> dict[str, Outcome]:
        if not cases:
            return {}
        requests = [
            Request(case.name, case.call, shared=case.function not in self._with_state)
            for case in cases
        ]
        run = self._sandbox.run(program, requests, limits, self.exercise.modules)
        return dict(run.outcomes)

    @cached_property
    def _with_state(self) -> frozenset[str]:
        return load.functions_with_state(self._reference, self.exercise.modules)

    @cached_property
    def _short_limits(self) -> Limits:
        """A mutant that never ends is stopped sooner than a student's function would be."""
        limits = self.exercise.limits
        outcomes = self._run(self._reference, self.exercise.cases, limits).values()
        seconds = 0.5 + 10 * max(outcome.cpu_seconds for outcome in outcomes)
        return replace(limits, case_cpu_seconds=min(limits.case_cpu_seconds, seconds))

    def _outcomes(self, program: Program, inputs: Sequence[Drawn]) -> list[Outcome]:
        """The program's outcomes on drawn inputs, in their order."""
        limits = replace(self._short_limits, submission_cpu_seconds=600.0)
        requests = [Request(str(number), drawn.call) for number, drawn in enumerate(inputs)]
        run = self._sandbox.run(program, requests, limits, self.exercise.modules)
        return [run.outcomes[str(number)] for number in range(len(inputs))]

    def _program(self, mutant: Mutant) -> Program:
        """The reference with the mutant's function in the place of its own."""
        place = self.definition.reference_functions()[mutant.function]
        node = ast.parse(mutant.text).body[0]
        ast.increment_lineno(node, place.first - 1)
        with quiet():
            changed = Statement(compile_statement(node, place.file), place.file, place.first)
        statements = [
            changed
            if statement.origin == place.file and place.first <= statement.line <= place.last
            else statement
            for statement in self._reference.statements
        ]
        return replace(self._reference, statements=tuple(statements))

    def _answers_on(
        self, functions: tuple[str, ...], first: int, count: int
    ) -> list[tuple[Drawn, dict[str, Any]]]:
        """Inputs on which the reference returns, with every accepted form's value; kept."""
        key = (functions, first, count)
        if key not in self._answers:
            drawn = draw(self.definition, functions, count, first)
            values: list[dict[str, Any]] = [{} for _ in drawn]
            for form, program, inputs in self._forms(functions, drawn):
                outcomes = self._outcomes(program, list(inputs.values()))
                for number, outcome in zip(inputs, outcomes, strict=True):
                    if outcome.ending is Ending.RETURNED:
                        values[number][form] = outcome.value
            pairs = zip(drawn, values, strict=True)
            self._answers[key] = [(d, value) for d, value in pairs if REFERENCE in value]
        return self._answers[key]

    def _forms(
        self, functions: Collection[str], drawn: Sequence[Drawn]
    ) -> Iterator[tuple[str, Program, dict[int, Drawn]]]:
        """Every accepted form of the functions, with the inputs that it takes, by number."""
        yield REFERENCE, self._reference, dict(enumerate(drawn))
        for form in self.definition.accepted_forms:
            if form.function in functions:
                files = apply(self.definition.reference, form)
                parameters = find_functions(files)[form.function].parameters
                bound = {
                    number: replace(d, call=bind(d.call, parameters))
                    for number, d in enumerate(drawn)
                    if d.call.function == form.function
                }
                yield form.name, edited_program(self.definition, form), bound


def draw(
    definition: Definition, functions: Collection[str], count: int, first: int = 0
) -> list[Drawn]:
    """Return the inputs number ``first`` to ``first + count``, by all cases of the functions in turn.

    A case function that raises for some seed gives one input less.
    """
    cases = [case for case in definition.cases if case.function in functions]
    signatures = definition.reference_functions()
    drawn = []
    for number in range(first, first + count):
        seed = _FIRST_SEED + number
        case = replace(cases[number % len(cases)], seed=seed)
        try:
            call = call_of(definition, case, signatures[case.function])
        except AuthorError:
            continue
        drawn.append(Drawn(case.name, seed, call, case.tolerance))
    return drawn
