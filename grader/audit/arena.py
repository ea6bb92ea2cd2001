"""Runs mutants of one exercise: which case kills one, and which drawn input tells it apart.

Every mutant takes a student's path: the reference's statements with one exchanged, compiled by the
loader's compiler, executed in a child.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from grader import load
from grader.comparison.compare import compare, difference_of
from grader.course.definition import Definition
from grader.course.editing import apply, find_functions
from grader.course.prepare import bind_to, prepare
from grader.course.property_calls import called_by_property
from grader.course.reference_program import REFERENCE, edited_program
from grader.inputs.drawing import OF_AUDITS, Drawn, draw, vary
from grader.inputs.simpler import simpler, weight
from grader.inputs.variation import nudged
from grader.load.call_graph import reached
from grader.load.read.compile import compile_statement, quiet
from grader.model.exercise import Case, Exercise, Limits
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program, Statement
from grader.mutation.mutants import Mutant, scopes
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.values import leaves

_STEPS = (20, 180, 400, 400, 1000)
"""Inputs that are drawn at a time: most mutants that can be told apart are by the first few."""
_VARIED_STEPS = (60, 240, 1000)
_MOST_STEPS = 25
"""Of making a killing input simpler."""
_TIMEOUTS_FORGIVEN = 3
_LARGEST_RESULT = 1e10
"""Beyond it a result is mostly rounding: of a matrix that is singular but for its last bits."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a mutant did on drawn and on varied inputs.

    inputs, varied  how many it was tried on
    apart           the inputs among them that tell it from the reference
    killing         the first of these, by the case function that drew most of them
    """

    inputs: int
    varied: int = 0
    apart: int = 0
    killing: Drawn | None = None

    @property
    def by(self) -> str | None:
        """The case whose function drew the killing input."""
        return self.killing.case if self.killing else None

    @property
    def seed(self) -> int | None:
        """The seed with which it was drawn."""
        return self.killing.seed if self.killing else None


Answer = tuple[Drawn, Mapping[str, Any]]
"""An input on which the reference returns, and every accepted form's value."""


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
        self._reaching: dict[str, list[Case]] = {}
        self._answers: dict[tuple[object, ...], list[Answer]] = {}

    def graded_by(self, function: str) -> tuple[str, ...]:
        """The graded functions whose cases reach this function of the reference."""
        return tuple(s.function for s in scopes(self.definition) if function in dict(s.texts))

    def cases_reaching(self, function: str) -> list[Case]:
        """The cases of all graded functions that call this function of the reference.

        A student whose helper is wrong where only its callers' cases look loses points there.
        """
        if function not in self._reaching:
            callers = {
                name
                for name in self.definition.functions
                if name == function or function in reached(self._reference, name)
            }
            by_property = {
                case.name
                for case in self.definition.cases
                if case.property and called_by_property(self.definition, case) & callers
            }
            self._reaching[function] = [
                case
                for case in self.exercise.cases
                if case.function in callers or case.name in by_property
            ]
        return self._reaching[function]

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

    def agreement(
        self, mutant: Mutant, functions: tuple[str, ...], inputs: int, varied: int = 0
    ) -> Agreement:
        """Compare with the reference, and every other accepted form, on drawn and varied inputs.

        Stops at the first few inputs among which one tells the mutant apart.
        """
        program, forms = self._program(mutant), self._forms_of(functions)
        done = 0
        for size in _STEPS:
            count = min(size, inputs - done)
            answers = self._answers_on(functions, done, count)
            apart = self._apart(program, answers, forms)
            done += count
            if apart:
                return Agreement(done, 0, len(apart), _of_the_most(apart))
            if done >= inputs:
                break
        return self._beyond(program, functions, Agreement(done), varied)

    def _beyond(
        self, program: Program, functions: tuple[str, ...], seen: Agreement, varied: int
    ) -> Agreement:
        """The same on varied inputs, after the drawn ones agreed."""
        answers = self._answers_on_varied(functions, varied) if varied else []
        done = 0
        for size in _VARIED_STEPS:
            part = answers[done : done + size]
            apart = self._apart(program, part, self._forms_of(functions), narrow=False)
            done += len(part)
            if apart:
                simplest = min(apart, key=lambda drawn: (drawn.odd, weight(drawn.call)))
                return Agreement(seen.inputs, done, len(apart), simplest)
        return Agreement(seen.inputs, done)

    def simplest(self, mutant: Mutant, killing: Drawn) -> Drawn:
        """The simplest input that is found from ``killing`` and still tells the mutant apart.

        A property makes its own calls, so that it stays as it is.
        """
        if killing.call.property is not None:
            return killing
        program, functions = self._program(mutant), (killing.call.function,)
        signature = self.definition.reference_functions()[killing.call.function]
        for _ in range(_MOST_STEPS):
            smaller = [
                replace(killing, call=call, varied=True)
                for call in simpler(killing.call, signature, killing.odd)
            ]
            answers = self._answered(functions, smaller, strict=True)
            apart = self._apart(program, answers, self._forms_of(functions), narrow=False)
            if not apart:
                break
            killing = min(apart, key=lambda drawn: weight(drawn.call))
        return killing

    def _forms_of(self, functions: Collection[str]) -> dict[str, set[str]]:
        return {
            f.name: set(f.accepted_forms) for f in self.exercise.functions if f.name in functions
        }

    def _apart(
        self,
        program: Program,
        answers: Sequence[Answer],
        forms: dict[str, set[str]],
        *,
        narrow: bool = True,
    ) -> list[Drawn]:
        """The inputs on which the program is wrong in every form that is still possible.

        narrow  whether one form must be right on all of a function's inputs
        """
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
            if not possible:
                if outcome.ending is not Ending.NOT_RUN or apart:
                    apart.append(drawn)
            elif narrow:
                forms[name] = possible
        return apart

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

    def _answers_on(self, functions: tuple[str, ...], first: int, count: int) -> list[Answer]:
        """Drawn inputs on which the reference returns; kept."""
        key = (functions, first, count)
        if key not in self._answers:
            cases = [case for case in self.definition.cases if case.function in functions]
            drawn = draw(self.definition, cases, range(first, first + count), OF_AUDITS)
            self._answers[key] = self._answered(functions, list(drawn))
        return self._answers[key]

    def _answers_on_varied(self, functions: tuple[str, ...], count: int) -> list[Answer]:
        """Varied inputs that the reference accepts; kept."""
        key = (functions, "varied", count)
        if key not in self._answers:
            varied = vary(self.definition, functions, count)
            self._answers[key] = self._answered(functions, varied, strict=True)
        return self._answers[key]

    def _answered(
        self, functions: Collection[str], drawn: Sequence[Drawn], *, strict: bool = False
    ) -> list[Answer]:
        """The inputs on which the reference returns, with every accepted form's value.

        strict  it must return finite numbers that do not hang on the last bits of the input
        """
        values: list[dict[str, Any]] = [{} for _ in drawn]
        for form, program, inputs in self._forms(functions, drawn):
            outcomes = self._patient_outcomes(program, list(inputs.values()))
            for number, outcome in zip(inputs, outcomes, strict=True):
                if outcome.ending is Ending.RETURNED:
                    values[number][form] = outcome.value
        answers: list[Answer] = [
            (d, value) for d, value in zip(drawn, values, strict=True) if REFERENCE in value
        ]
        if not strict:
            return answers
        answers = [(d, value) for d, value in answers if _is_usual(value[REFERENCE])]
        rng = np.random.RandomState(0)
        moved = [
            replace(d, call=d.call.changed(lambda value: nudged(value, rng))) for d, _ in answers
        ]
        outcomes = self._patient_outcomes(self._reference, moved)
        return [
            answer
            for answer, outcome in zip(answers, outcomes, strict=True)
            if outcome.ending is Ending.RETURNED
            and compare(answer[1][REFERENCE], outcome.value, answer[0].tolerance) is None
        ]

    def _patient_outcomes(self, program: Program, inputs: Sequence[Drawn]) -> list[Outcome]:
        """The outcomes on all inputs, although a run ends at the first one that takes too long."""
        outcomes: list[Outcome] = []
        for _ in range(_TIMEOUTS_FORGIVEN):
            more = self._outcomes(program, inputs[len(outcomes) :])
            late = next((n for n, o in enumerate(more) if o.ending is Ending.TIMEOUT), len(more))
            outcomes += more[: late + 1]
            if len(outcomes) == len(inputs):
                return outcomes
        return outcomes + [Outcome(Ending.NOT_RUN)] * (len(inputs) - len(outcomes))

    def _forms(
        self, functions: Collection[str], drawn: Sequence[Drawn]
    ) -> Iterator[tuple[str, Program, dict[int, Drawn]]]:
        """Every accepted form of the functions, with the inputs that it takes, by number."""
        yield REFERENCE, self._reference, dict(enumerate(drawn))
        for form in self.definition.accepted_forms:
            if form.function in functions:
                files = apply(self.definition.reference, form)
                signature = find_functions(files)[form.function]
                bound = {
                    number: replace(d, call=bind_to(d.call, signature))
                    for number, d in enumerate(drawn)
                    if d.call.function == form.function
                }
                yield form.name, edited_program(self.definition, form), bound


def _of_the_most(apart: Sequence[Drawn]) -> Drawn:
    """The first input by the case function that drew most of them."""
    by = Counter(drawn.case for drawn in apart).most_common(1)[0][0]
    return next(drawn for drawn in apart if drawn.case == by)


def _is_usual(value: Any) -> bool:
    """Whether every number in a result is finite and of a size that a statement may ask for."""
    for leaf in leaves(value):
        if isinstance(leaf.value, (float, np.ndarray)):
            numbers = np.asarray(leaf.value)
            if numbers.dtype.kind in "fc" and not np.all(np.abs(numbers) < _LARGEST_RESULT):
                return False
    return True
