"""One submission, public cases only: the whole of ``check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.judge import Judge, Options, Verdict
from grader.batch.reading import read
from grader.batch.settle import UNRECOGNISED, Task, settle
from grader.errors import UsageError
from grader.intake import single
from grader.model.result import SubmissionStatus

if TYPE_CHECKING:
    from grader.catalog import Course


def check(course: Course, path: Path, exercise: str | None, edition: str | None) -> Verdict:
    """The verdict on ``path``; raises UsageError where the exercise has to be said."""
    pending = single(path)
    if exercise is not None:
        course.definition(exercise)
    task = _the_one(settle(pending, read(pending), course.graded_names(), exercise))
    with Judge(course, Options(public_only=True, edition=edition)) as judge:
        if task.exercise is None:
            task = replace(task, exercise=UNRECOGNISED.id)
        return judge.grade(task) if task.status is SubmissionStatus.GRADED else judge.without_score(task)


def _the_one(tasks: tuple[Task, ...]) -> Task:
    candidates = tuple(str(task.exercise) for task in tasks) if len(tasks) > 1 else tasks[0].candidates
    if len(candidates) > 1:
        raise UsageError(
            f"{tasks[0].pending.file} could be a submission to {' or '.join(candidates)}",
            hint=f"say which, for instance: --exercise {candidates[0]}",
        )
    return tasks[0]
