"""Counts, for one function, what its diagnoses say: of rewrites, of right forms, of small faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from benchmarks.diagnoses.further import Further
from grader.audit.audit import mutants_in
from grader.audit.mutants import Mutant
from grader.audit.scope import scopes
from grader.audit.show import diff
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import edited_program, prepare, program_of
from grader.diagnosis.suspects import Suspects
from grader.grade import grade_program
from grader.model.exercise import Exercise
from grader.model.result import CaseResult, Status
from grader.model.submission import Program
from grader.sandbox.sandbox import Request, Sandbox
from grader.verify.checks import only
from tests.course.test_rewrites import rewritten

COLUMNS = ("known", "rewritten", "caught", "named", "false", "faults", "explained", "false of them")


@dataclass(frozen=True, slots=True)
class Task:
    """One graded function of one exercise: plain data, since a worker is another process."""

    root: Path
    exercise: str
    function: str


@dataclass(frozen=True, slots=True)
class Row:
    """``false`` says in a line each what was told and is not so."""

    exercise: str
    function: str
    counts: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)


def tally(sandbox: Sandbox, task: Task) -> Row:
    """Work of a worker: grade everything that is known of this function."""
    bench = _bench(task.root, task.exercise, sandbox)
    row = Row(task.exercise, task.function)
    row.counts["known"] = sum(m.function == task.function for m in bench.definition.mistakes)
    _count_rewrites(bench, task.function, row)
    _count_right_forms(bench, task.function, row)
    _count_faults(bench, task.function, row)
    return row


class _Bench:
    """An exercise prepared once in a worker."""

    def __init__(self, definition: Definition, sandbox: Sandbox) -> None:
        self.definition, self.sandbox = definition, sandbox
        self.exercise = _less_patient(definition, prepare(definition, sandbox), sandbox)
        self.suspects = Suspects(definition, self.exercise, sandbox)
        self.further = Further(definition, sandbox)

    def wrong(self, program: Program, function: str) -> tuple[list[CaseResult], str]:
        """The cases that are not passed, and the accepted form that was chosen."""
        own = only(self.exercise, function)
        result = grade_program(own, program, self.sandbox, self.suspects).result
        # Not by points: where cases count only together, one that passed may have lost its own.
        wrong = [case for case in result.cases if case.status is not Status.PASSED]
        return wrong, result.functions[0].alternative or "reference"

    def program(self, files: dict[str, str]) -> Program:
        return program_of(files, self.definition.functions, self.definition.modules)


@lru_cache(maxsize=1)
def _bench(root: Path, exercise: str, sandbox: Sandbox) -> _Bench:
    return _Bench(Course(root).definition(exercise), sandbox)


def _less_patient(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Exercise:
    """The exercise with limits by which a fault that makes a loop endless is soon given up."""
    requests = [Request(case.name, case.call) for case in exercise.cases]
    run = sandbox.run(edited_program(definition), requests, exercise.limits, exercise.modules)
    slowest = max(outcome.cpu_seconds for outcome in run.outcomes.values())
    limits = exercise.limits
    return replace(
        exercise,
        limits=replace(limits, case_cpu_seconds=min(limits.case_cpu_seconds, 0.5 + 10 * slowest)),
    )


def _count_rewrites(bench: _Bench, function: str, row: Row) -> None:
    for name, of, mistake, source in rewritten():
        if (name, of) != (row.exercise, function):
            continue
        files = {**bench.definition.reference_files(), "rewrite.py": source}
        lost, _ = bench.wrong(bench.program(files), function)
        named = {case.mistake for case in lost}
        row.counts["rewritten"] += 1
        row.counts["caught"] += bool(lost)
        row.counts["named"] += named == {mistake}
        if named - {mistake, None}:
            row.counts["false"] += 1
            row.false.append(f"{name}: {function}: {mistake} is told {_listed(named)}")


def _count_right_forms(bench: _Bench, function: str, row: Row) -> None:
    forms = [f for f in bench.definition.alternatives if f.function == function]
    for form in (None, *forms):
        wrong, _ = bench.wrong(edited_program(bench.definition, form), function)
        named = {case.mistake for case in wrong} - {None}
        if named:
            row.counts["false"] += 1
            of = form.name if form else "the reference"
            row.false.append(f"{row.exercise}: {function}: {of} is told {_listed(named)}")


def _count_faults(bench: _Bench, function: str, row: Row) -> None:
    for mutant in _mutants(bench.definition, function):
        files = _with(bench.definition, mutant)
        program = bench.program(files)
        wrong, form = bench.wrong(program, function)
        named = {case.mistake for case in wrong} - {None}
        row.counts["faults"] += 1
        row.counts["explained"] += bool(named)
        if any(not bench.further.holds(function, id, program, form) for id in named if id):
            row.counts["false of them"] += 1
            shown = diff(bench.definition.reference_files(), mutant, bench.definition)
            row.false.append(f"{row.exercise}: {function}: told {_listed(named)}:\n{shown}")


def _mutants(definition: Definition, function: str) -> Iterator[Mutant]:
    for scope in scopes(definition):
        if scope.function == function:
            yield from mutants_in(definition, scope)


def _with(definition: Definition, mutant: Mutant) -> dict[str, str]:
    """The reference's files with the one function changed."""
    place = definition.reference_functions()[mutant.function]
    files = definition.reference_files()
    lines = files[place.file].splitlines(keepends=True)
    lines[place.first - 1 : place.last] = [mutant.text.rstrip("\n") + "\n"]
    return {**files, place.file: "".join(lines)}


def _listed(names: set[str | None]) -> str:
    return ", ".join(sorted(filter(None, names)))
