"""One submission, public cases only: the whole of ``check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.judge import Judge, Options, Verdict
from grader.batch.reading import Material, read
from grader.batch.settle import UNRECOGNISED, Catalogue, Task, settle
from grader.errors import UsageError
from grader.intake import single
from grader.load import names_in
from grader.model.result import SubmissionStatus

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.course.definition import Definition
    from grader.sandbox.sandbox import Spawner


def check(
    course: Course,
    path: Path,
    exercise: str | None,
    edition: str | None,
    spawner: Spawner | None = None,
) -> Verdict:
    """The verdict on ``path``; raises UsageError where the exercise has to be said.

    ``spawner`` may be under way already: a sandbox takes longer to start than all else.
    """
    pending = single(path)
    if exercise is not None:
        course.definition(exercise)
    material = read(pending)
    task = _the_one(settle(pending, material, _catalogue(course, material, exercise), exercise))
    if task.exercise is None and course.faults:  # it may belong to one that cannot be read
        raise next(iter(course.faults.values()))
    if edition is None and task.exercise is not None and task.status is SubmissionStatus.GRADED:
        edition = _edition_of(course.definition(task.exercise), material)
    with Judge(course, Options(public_only=True, edition=edition), spawner) as judge:
        if task.exercise is None:
            task = replace(task, exercise=UNRECOGNISED.id)
        return (
            judge.grade(task)
            if task.status is SubmissionStatus.GRADED
            else judge.without_score(task)
        )


def _catalogue(course: Course, material: Material, exercise: str | None) -> Catalogue:
    """The exercises whose functions the file may define, and the one that was asked for."""
    catalogue = course.graded_names(names_in(material.sources))
    if exercise is not None:
        catalogue.setdefault(exercise, course.definition(exercise).known_names)
    return catalogue


def _edition_of(definition: Definition, material: Material) -> str | None:
    """The edition that lacks just what this file lacks. For checking oneself only: where marks
    are given, who grades says which edition was assigned."""
    there = {name for source in material.sources for name in (*source.defined, *source.broken)}
    absent = set(definition.functions) - there
    found = [edition.name for edition in definition.editions if set(edition.without) == absent]
    return found[0] if found else None


def _the_one(tasks: tuple[Task, ...]) -> Task:
    candidates = (
        tuple(str(task.exercise) for task in tasks) if len(tasks) > 1 else tasks[0].candidates
    )
    if len(candidates) > 1:
        raise UsageError(
            f"{tasks[0].pending.file} could be a submission to {' or '.join(candidates)}",
            hint=f"say which, for instance: --exercise {candidates[0]}",
        )
    return tasks[0]
