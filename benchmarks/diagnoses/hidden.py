"""Known mistakes hidden one at a time: how often something else explains their results, and truly.

Every differently written file of a known mistake is graded, and checked, while that mistake is no
candidate: what is named then is what a mistake that nobody declared would be told. An explanation is
true where it does what the file does on inputs that neither the cases nor the search drew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.diagnoses.tally import CHECK, GRADE, Bench, Row, Task, bench_of
from grader.diagnosis.diagnose import Candidates
from grader.diagnosis.edits.sentences import is_edit
from grader.model.exercise import Mistake
from grader.model.submission import Program
from grader.pipeline.grade import FindMistakes, grade_program
from grader.sandbox.judge.sandbox import Sandbox
from tests.course.test_rewrites import rewritten

COLUMNS = (
    "hidden", "found as an edit", "found otherwise", "false",
    "checked", "found by check", "false by check",
)  # fmt: skip


def tally_hidden(sandbox: Sandbox, task: Task) -> Row:
    """Work of a worker: one function's known mistakes, each hidden in its turn."""
    bench = bench_of(task.root, task.exercise, sandbox)
    row = Row(task.exercise, task.function)
    files = [
        (mistake, source)
        for name, of, mistake, source in rewritten()
        if (name, of) == (task.exercise, task.function)
    ]
    for mode in (GRADE, CHECK):
        exercise, source = bench.mode(mode)
        own = exercise.only(task.function)
        if not own.cases:
            continue
        found = source(task.function)
        every = list(found)
        for hidden, text in files[:: task.step]:
            program = bench.program({**bench.definition.reference, "rewrite.py": text})

            graded = grade_program(own, program, sandbox, _without(found, every, hidden)).result
            if all(case.status.is_right for case in graded.cases):
                continue
            named = {case.mistake for case in graded.cases if case.mistake}
            edit = graded.functions[0].edit
            form = graded.functions[0].accepted_form or "reference"
            is_true = not named or all(_holds(bench, task, id, edit, program, form) for id in named)
            _count(row, mode, named, is_true)
            if not named:
                row.missed.append(
                    f"{task.exercise}: {task.function}: {mode}: nothing is told of {hidden}"
                )
            if not is_true:
                shown = ", ".join(sorted(named))
                row.false.append(
                    f"{task.exercise}: {task.function}: {mode}: {hidden} is told {shown}"
                )
    return row


def _without(found: Candidates, every: Sequence[Mistake], hidden: str) -> FindMistakes:
    """All candidates but those that hold the hidden mistake."""

    def make() -> Iterator[Mistake]:
        return (each for each in every if hidden not in each.parts)

    candidates = replace(found, make=make)
    return lambda _: candidates


def _count(row: Row, mode: str, named: set[str], is_true: bool) -> None:
    edits = {id for id in named if is_edit(id)}
    if mode == GRADE:
        row.counts["hidden"] += 1
        row.counts["found as an edit"] += bool(edits) and is_true
        row.counts["found otherwise"] += bool(named - edits) and is_true
        row.counts["false"] += not is_true
    else:
        row.counts["checked"] += 1
        row.counts["found by check"] += bool(named) and is_true
        row.counts["false by check"] += not is_true


def _holds(
    bench: Bench, task: Task, id: str, edit: str | None, program: Program, form: str
) -> bool:
    """Whether an explanation does what a file does on fresh inputs."""
    if not is_edit(id):
        return bench.further.holds(task.function, id, program, form)
    return edit is not None and bench.further.does_the_same(task.function, program, edit)
