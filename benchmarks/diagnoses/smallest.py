"""How often students are shown a small input on which they differ, how small it is, and how long it takes.

Every differently written file of a known mistake is checked, as its student would. What is shown is
then run as it is pasted: with the file's functions, and with the right ones. Seconds are processor
time, of the judge and of its children.
"""

from __future__ import annotations

import ast
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.diagnoses.tally import CHECK, Task, bench_of
from grader.diagnosis.diagnose import Candidates, FindSmallest, RunAgain
from grader.diagnosis.evidence import Evidence
from grader.model.outcome import Outcome
from grader.model.result import Counterexample
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Request, Sandbox, Session
from tests.course.rewritten import rewritten
from tests.feedback.pasted import gives_both

COLUMNS = (
    "wrong in check", "shown", "run as said", "numbers", "seconds", "most",
)  # fmt: skip


@dataclass(slots=True)
class SmallestRow:
    """One function's files. ``numbers`` and ``seconds``: of each example, and of each search."""

    exercise: str
    function: str
    wrong: int = 0
    as_said: int = 0
    numbers: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)


def tally_smallest(sandbox: Sandbox, task: Task) -> SmallestRow:
    """Work of a worker: one function's known mistakes, each checked once."""
    bench = bench_of(task.root, task.exercise, sandbox)
    row = SmallestRow(task.exercise, task.function)
    exercise, source = bench.mode(CHECK)
    own = exercise.only(task.function)
    files = [
        (mistake, text)
        for name, of, mistake, text in rewritten()
        if (name, of) == (task.exercise, task.function)
    ]
    if not own.cases:
        return row
    found = source(task.function)
    spent = _Spent(sandbox)
    timed = replace(found, edit=None, holds=None, smallest=_timed(found, spent, row.seconds))
    for mistake, text in files[:: task.step]:
        program = bench.program({**bench.definition.reference, "rewrite.py": text})
        result = grade_program(own, program, sandbox, lambda _: timed).result.functions[0]
        if result.status.is_right:
            continue
        row.wrong += 1
        shown = result.counterexample
        where = f"{task.exercise}: {task.function}: {mistake}"
        if shown is None:
            row.silent.append(where)
            continue
        row.numbers.append(_numbers_in(shown.code))
        if gives_both(shown, bench.definition, text):
            row.as_said += 1
        else:
            row.false.append(f"{where}:\n{shown.code}\nyours {shown.yours}, right {shown.right}")
    return row


class _Spent:
    """The processor time of this process, and of the children that a sandbox runs for it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._children = 0.0
        self._open = type(sandbox).session.__get__(sandbox)
        sandbox.session = self._counting  # type: ignore[method-assign]

    def _counting(self, *arguments: Any, **options: Any) -> Session:
        session: Session = self._open(*arguments, **options)
        ask = session.ask

        def counted(request: Request) -> Outcome:
            outcome = ask(request)
            self._children += outcome.cpu_seconds
            return outcome

        session.ask = counted  # type: ignore[method-assign]
        return session

    @property
    def seconds(self) -> float:
        return time.process_time() + self._children


def _timed(found: Candidates, spent: _Spent, seconds: list[float]) -> FindSmallest:
    def smallest(evidence: Evidence, run_again: RunAgain) -> Counterexample | None:
        assert found.smallest is not None
        before = spent.seconds
        try:
            return found.smallest(evidence, run_again)
        finally:
            seconds.append(spent.seconds - before)

    return smallest


def _numbers_in(code: str) -> int:
    """How many numbers the arguments have, as they are written."""
    assigned = [node.value for node in ast.parse(code).body if isinstance(node, ast.Assign)]
    return sum(
        isinstance(node, ast.Constant) and type(node.value) in (int, float)
        for value in assigned
        for node in ast.walk(value)
    )


def smallest_table(rows: Sequence[SmallestRow]) -> Iterator[str]:
    """The sums of an exercise's functions in Markdown, with those of all last."""
    yield f"| exercise | {' | '.join(COLUMNS)} |"
    yield f"| --- |{' ---: |' * len(COLUMNS)}"
    for exercise in dict.fromkeys(row.exercise for row in rows):
        yield _line(exercise, [row for row in rows if row.exercise == exercise])
    yield _line("**all**", rows)


def _line(title: str, rows: Sequence[SmallestRow]) -> str:
    numbers = [number for row in rows for number in row.numbers]
    seconds = [each for row in rows for each in row.seconds]
    cells = (
        sum(row.wrong for row in rows),
        len(numbers),
        sum(row.as_said for row in rows),
        f"{statistics.median(numbers):g}" if numbers else "",
        f"{statistics.median(seconds):.2f}" if seconds else "",
        f"{max(seconds):.2f}" if seconds else "",
    )
    return f"| {title} | {' | '.join(map(str, cells))} |"
