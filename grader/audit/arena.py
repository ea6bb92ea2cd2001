"""Runs mutants of one exercise: killed by which case, or told apart by which drawn input.

Every mutant takes a student's path: the reference's statements with one exchanged, compiled by the
loader's compiler, executed in a child. Cases are asked for one after another, the deadliest so far
first, until one kills.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from grader import load
from grader.audit.inputs import Drawn, draw
from grader.audit.mutants import Mutant
from grader.audit.scope import Scope, scopes
from grader.comparison.compare import compare, difference_of
from grader.course.definition import Definition
from grader.course.editing import apply, find_functions
from grader.course.prepare import prepare
from grader.course.reference_program import REFERENCE, edited_program
from grader.load.read.compile import compile_statement, quiet
from grader.model.call_binding import bind
from grader.model.exercise import Case, Exercise, Limits, Visibility
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program, Statement
from grader.sandbox.judge.sandbox import Request, Sandbox

_STEPS = (20, 180, 400, 400, 1000)  # most that can be told apart are told by the first few


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a mutant did on drawn inputs: ``by`` names the case function that told it apart most."""

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
        self._sandbox = sandbox
        self.exercise = exercise or prepare(definition, sandbox)
        self._base = edited_program(definition)
        self._kills: Counter[str] = Counter()
        self._expected: dict[tuple[str, ...], _Answers] = {}

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        return scopes(self.definition)

    def graded_by(self, function: str) -> tuple[str, ...]:
        """The graded function whose cases meet this function of the reference."""
        return tuple(s.function for s in self.scopes if function in dict(s.texts))

    def killer(self, mutant: Mutant, cases: Sequence[Case]) -> str | None:
        """The first case that is not right under any accepted form that is still possible."""
        program = self._program(mutant)
        ordered = sorted(cases, key=lambda case: -self._kills[case.name])
        forms = {case.function: set(case.expected) for case in cases}
        for batch in (ordered[:1], ordered[1:]):
            outcomes = self._run(program, batch, self._short_limits)
            for case in batch:
                outcome = outcomes[case.name]
                forms[case.function] = self._fits(case, outcome, forms[case.function])
                if not forms[case.function]:
                    self._kills[case.name] += 1
                    return case.name
        return None

    def _fits(self, case: Case, outcome: Outcome, forms: Collection[str]) -> set[str]:
        if outcome.ending is not Ending.RETURNED:
            return set()
        return {f for f in forms if difference_of(case, f, outcome) is None}

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
        return load.functions_with_state(self._base, self.exercise.modules)

    @cached_property
    def _short_limits(self) -> Limits:
        """A fault that makes a function endless need not be waited for as long as a student is."""
        limits = self.exercise.limits
        spent = [o.cpu_seconds for o in self._run(self._base, self.exercise.cases, limits).values()]
        case = min(limits.case_cpu_seconds, 0.5 + 10 * max(spent))
        return replace(limits, case_cpu_seconds=case)

    def agreement(self, mutant: Mutant, functions: tuple[str, ...], inputs: int) -> Agreement:
        """Compare with the reference, and every other accepted form, on drawn inputs.

        Stops at the first few inputs among which one tells the mutant apart.
        """
        program = self._program(mutant)
        answers = self._expected.setdefault(functions, _Answers(self, functions))
        forms = {
            f.name: set(f.accepted_forms) for f in self.exercise.functions if f.name in functions
        }
        done = 0
        for size in _STEPS:
            chunk = answers.chunk(done, min(size, inputs - done))
            outcomes = self.ask(program, [drawn for drawn, _ in chunk])
            told: Counter[str] = Counter()
            first: dict[str, int] = {}
            for (drawn, expected), outcome in zip(chunk, outcomes, strict=True):
                name = drawn.call.function
                right = {
                    form
                    for form in forms[name]
                    if outcome.ending is Ending.RETURNED
                    and form in expected
                    and compare(expected[form], outcome.value, drawn.tolerance) is None
                }
                if forms[name] & right:
                    forms[name] &= right
                else:
                    told[drawn.case] += 1
                    first.setdefault(drawn.case, drawn.seed)
            done += min(size, inputs - done)
            if told:
                by = told.most_common(1)[0][0]
                return Agreement(done, told.total(), by, first[by])
            if done >= inputs:
                break
        return Agreement(done, 0)

    def ask(self, program: Program, inputs: Sequence[Drawn]) -> list[Outcome]:
        """The program's outcomes on drawn inputs, in their order."""
        limits = replace(self._short_limits, submission_cpu_seconds=600.0)
        requests = [Request(str(number), drawn.call) for number, drawn in enumerate(inputs)]
        run = self._sandbox.run(program, requests, limits, self.exercise.modules)
        return [run.outcomes[str(number)] for number in range(len(inputs))]

    def _program(self, mutant: Mutant) -> Program:
        place = self.definition.reference_functions()[mutant.function]
        node = ast.parse(mutant.text).body[0]
        ast.increment_lineno(node, place.first - 1)
        with quiet():
            code = compile_statement(node, place.file)
        at = [
            index
            for index, statement in enumerate(self._base.statements)
            if statement.origin == place.file and place.first <= statement.line <= place.last
        ]
        changed = Statement(code, place.file, place.first)
        statements = [
            changed if index in at else statement
            for index, statement in enumerate(self._base.statements)
        ]
        return replace(self._base, statements=tuple(statements))


class _Answers:
    """What the reference and the other accepted forms return on drawn inputs, as far as asked for."""

    def __init__(self, arena: Arena, functions: tuple[str, ...]) -> None:
        self._arena = arena
        self._functions = functions
        self._chunks: dict[tuple[int, int], list[tuple[Drawn, dict[str, Any]]]] = {}

    def chunk(self, first: int, count: int) -> list[tuple[Drawn, dict[str, Any]]]:
        """Inputs on which the reference returns, with every form's value."""
        key = (first, count)
        if key not in self._chunks:
            definition = self._arena.definition
            drawn = draw(definition, self._functions, count, first)
            values: list[dict[str, Any]] = [{} for _ in drawn]
            for name, program, inputs in self._forms(drawn):
                for at, outcome in zip(
                    inputs, self._arena.ask(program, list(inputs.values())), strict=True
                ):
                    if outcome.ending is Ending.RETURNED:
                        values[at][name] = outcome.value
            self._chunks[key] = [
                (d, v) for d, v in zip(drawn, values, strict=True) if REFERENCE in v
            ]
        return self._chunks[key]

    def _forms(self, drawn: Sequence[Drawn]) -> Iterator[tuple[str, Program, dict[int, Drawn]]]:
        definition = self._arena.definition
        yield REFERENCE, self._arena._base, dict(enumerate(drawn))
        for form in definition.accepted_forms:
            if form.function in self._functions:
                signature = find_functions(apply(definition.reference, form))[form.function]
                own = {
                    at: replace(d, call=bind(d.call, signature.parameters))
                    for at, d in enumerate(drawn)
                    if d.call.function == form.function
                }
                yield form.name, edited_program(definition, form), own


def function_text(files: dict[str, str], name: str) -> str:
    """The text of a function in a reference's files."""
    place = find_functions(files)[name]
    return "".join(files[place.file].splitlines(keepends=True)[place.first - 1 : place.last])


def function_in(files: dict[str, str], name: str) -> ast.AST:
    """The function's syntax tree."""
    return ast.parse(function_text(files, name)).body[0]


def hidden_of(cases: Sequence[Case]) -> list[Case]:
    """The cases that have to kill: the hidden ones, or all where there is no hidden one."""
    hidden = [case for case in cases if case.visibility is not Visibility.PUBLIC]
    return hidden or list(cases)
