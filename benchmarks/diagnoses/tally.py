"""Counts, for one function, what its diagnoses say: of rewrites, of right forms, of small faults, of two.

Each file is graded, and checked as its student would: with the public cases alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.diagnoses.further import Further
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.prepare import prepare
from grader.course.reference_program import edited_program, program_of
from grader.diagnosis.candidates import CandidateSource, combined
from grader.diagnosis.edits.sentences import is_edit
from grader.model.exercise import Exercise
from grader.model.result import CaseResult, FunctionResult
from grader.model.submission import Program
from grader.mutation.mutants import Mutant, diff, mutants_in, scopes
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Request, Sandbox
from tests.course.rewritten import rewritten

GRADE, CHECK = "grade", "check"
COLUMNS = (
    "known", "rewritten", "caught", "named", "false",
    "faults", "explained", "false of them",
    "two at once", "told of them", "false of these",
    "checked", "named by check", "false by check",
)  # fmt: skip

PAIRS = 12
"""Two-fault files of a function, spread over all pairs of its known mistakes."""


@dataclass(frozen=True, slots=True)
class Task:
    """One graded function of one exercise: plain data, since a worker is another process.

    Of its small faults every ``step``-th is taken, or of an exercise's known mistakes, from number
    ``first`` on.
    """

    root: Path
    exercise: str
    function: str
    step: int = 1
    first: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """``false`` says in a line each what was told and is not so."""

    exercise: str
    function: str
    counts: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)


def tally(sandbox: Sandbox, task: Task) -> Row:
    """Work of a worker: grade everything that is known of this function."""
    bench = bench_of(task.root, task.exercise, sandbox)
    row = Row(task.exercise, task.function)
    row.counts["known"] = sum(m.function == task.function for m in bench.definition.mistakes)
    _count_rewrites(bench, task.function, row)
    _count_right_forms(bench, task.function, row)
    _count_faults(bench, task, row)
    _count_two_at_once(bench, task.function, row)
    return row


class Chosen(NamedTuple):
    """The accepted form by which a function was judged, and the edit that was found."""

    form: str
    edit: str | None


class Bench:
    """An exercise prepared once in a worker."""

    def __init__(self, definition: Definition, sandbox: Sandbox) -> None:
        self.definition, self.sandbox = definition, sandbox
        self.exercise = _less_patient(definition, prepare(definition, sandbox), sandbox)
        public = replace(self.exercise, cases=self.exercise.public_cases)
        self._modes = {
            mode: (exercise, CandidateSource(definition, exercise, sandbox))
            for mode, exercise in ((GRADE, self.exercise), (CHECK, public))
        }
        self.further = Further(definition, sandbox)

    def mode(self, name: str) -> tuple[Exercise, CandidateSource]:
        """The exercise as ``grade`` or ``check`` has it, and what may explain results there."""
        return self._modes[name]

    def wrong(
        self, program: Program, function: str, mode: str = GRADE
    ) -> tuple[list[CaseResult], FunctionResult | None]:
        """The cases that are not passed, and the function's result."""
        exercise, candidates = self._modes[mode]
        own = exercise.only(function)
        if not own.cases:
            return [], None
        result = grade_program(own, program, self.sandbox, candidates).result
        # Not by points: where cases count only together, one that passed may have lost its own.
        wrong = [case for case in result.cases if not case.status.is_right]
        return wrong, result.functions[0]

    def named(self, program: Program, function: str, mode: str) -> tuple[set[str], Chosen, bool]:
        """What is named, the form chosen with the edit found, and whether any case is wrong."""
        wrong, result = self.wrong(program, function, mode)
        form = (result and result.accepted_form) or "reference"
        chosen = Chosen(form, result.edit if result else None)
        return {case.mistake for case in wrong if case.mistake}, chosen, bool(wrong)

    def program(self, files: dict[str, str]) -> Program:
        return program_of(files, self.definition)

    def unfounded(
        self,
        named: set[str],
        truth: Collection[str],
        program: Program,
        function: str,
        chosen: Chosen,
    ) -> set[str]:
        """What is named and is neither known to be in the file, nor holds on further inputs."""
        unknown = {id for id in named if not set(id.split("+")) <= set(truth)}
        return {
            id
            for id in unknown
            if not (
                self.further.does_the_same(function, program, chosen.edit)
                if is_edit(id) and chosen.edit
                else self.further.holds(function, id, program, chosen.form)
            )
        }


@lru_cache(maxsize=1)
def bench_of(root: Path, exercise: str, sandbox: Sandbox) -> Bench:
    return Bench(Course(root).definition(exercise), sandbox)


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


def _count_rewrites(bench: Bench, function: str, row: Row) -> None:
    for name, of, mistake, source in rewritten():
        if (name, of) != (row.exercise, function):
            continue
        program = bench.program({**bench.definition.reference, "rewrite.py": source})
        named, _, is_wrong = bench.named(program, function, GRADE)
        row.counts["rewritten"] += 1
        row.counts["caught"] += is_wrong
        row.counts["named"] += named == {mistake}
        if named - {mistake}:
            row.counts["false"] += 1
            row.false.append(f"{name}: {function}: {mistake} is told {_listed(named)}")
        _count_check(bench, program, {mistake}, row, mistake)


def _count_right_forms(bench: Bench, function: str, row: Row) -> None:
    forms = [f for f in bench.definition.accepted_forms if f.function == function]
    for form in (None, *forms):
        program = edited_program(bench.definition, form)
        for mode, column in ((GRADE, "false"), (CHECK, "false by check")):
            named, _, _ = bench.named(program, function, mode)
            if named:
                row.counts[column] += 1
                of = form.name if form else "the reference"
                row.false.append(f"{row.exercise}: {function}: {of} is told {_listed(named)}")


def _count_faults(bench: Bench, task: Task, row: Row) -> None:
    function = task.function
    for mutant in list(_mutants(bench.definition, function))[:: task.step]:
        program = bench.program(_with(bench.definition, mutant))
        named, form, _ = bench.named(program, function, GRADE)
        row.counts["faults"] += 1
        row.counts["explained"] += bool(named)
        shown = diff(bench.definition.reference, mutant)
        truth = _in_the_text(shown)
        if bench.unfounded(named, truth, program, function, form):
            row.counts["false of them"] += 1
            row.false.append(f"{row.exercise}: {function}: told {_listed(named)}:\n{shown}")
        _count_check(bench, program, truth, row, shown)


def _in_the_text(shown: str) -> tuple[str, ...]:
    """What a fault is by its text alone: whatever else stands in a call of ``seed``, it is another seed."""
    changed = [
        line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    return ("other_seed",) if changed and all("np.random.seed(" in line for line in changed) else ()


def _count_two_at_once(bench: Bench, function: str, row: Row) -> None:
    pairs = list(combined(bench.definition, function))
    for both in pairs[:: max(1, -(-len(pairs) // PAIRS))]:
        program = bench.program(apply(bench.definition.reference, both))
        truth = both.name.split("+")
        named, form, _ = bench.named(program, function, GRADE)
        row.counts["two at once"] += 1
        row.counts["told of them"] += bool(named)
        if bench.unfounded(named, truth, program, function, form):
            row.counts["false of these"] += 1
            row.false.append(f"{row.exercise}: {function}: {both.name} is told {_listed(named)}")
        _count_check(bench, program, truth, row, both.name)


def _count_check(
    bench: Bench, program: Program, truth: Collection[str], row: Row, shown: str
) -> None:
    """What the student's own check says of the same file."""
    named, form, is_wrong = bench.named(program, row.function, CHECK)
    row.counts["checked"] += is_wrong
    row.counts["named by check"] += bool(named)
    if bench.unfounded(named, truth, program, row.function, form):
        row.counts["false by check"] += 1
        row.false.append(f"{row.exercise}: {row.function}: check tells {_listed(named)}:\n{shown}")


def _mutants(definition: Definition, function: str) -> Iterator[Mutant]:
    for scope in scopes(definition):
        if scope.function == function:
            yield from mutants_in(definition, scope)


def _with(definition: Definition, mutant: Mutant) -> dict[str, str]:
    """The reference's files with the one function changed."""
    place = definition.reference_functions()[mutant.function]
    files = definition.reference
    lines = files[place.file].splitlines(keepends=True)
    lines[place.first - 1 : place.last] = [mutant.text.rstrip("\n") + "\n"]
    return {**files, place.file: "".join(lines)}


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
