"""One submission, public cases only: the whole of ``check``."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch import says
from grader.batch.apart import FORKS, apart, import_all
from grader.batch.judge import Judge, Options, Verdict
from grader.batch.limits import JudgeLimits, Meter, TooCostly
from grader.batch.reading import Material, hashed, read
from grader.batch.settle import UNRECOGNISED, Catalogue, Task, not_judged, settle
from grader.errors import UsageError
from grader.intake import Pending, single
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

    It is made in a process of its own where that is cheap: reading may be more than a process can bear.
    ``spawner`` may be under way already: a sandbox takes longer to start than all else.
    """
    pending = single(path)
    if exercise is not None:
        course.definition(exercise)
    asked = _Asked(course, pending, exercise, edition)
    if not FORKS:
        return asked.verdict(spawner, Meter())
    limits = JudgeLimits()
    import_all()
    try:
        return apart(lambda: asked.verdict(spawner, Meter(limits)))
    except TooCostly as fault:
        reason = says.too_costly(fault.excess, limits)
    task = not_judged(pending, hashed(pending), exercise or UNRECOGNISED.id, reason)
    with Judge(course, Options(public_only=True, edition=edition)) as judge:
        return judge.without_score(task)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What ``check`` was asked."""

    course: Course
    pending: Pending
    exercise: str | None
    edition: str | None

    def verdict(self, spawner: Spawner | None, meter: Meter) -> Verdict:
        """Read and judge it within the meter's limits."""
        with meter.submission():
            material = read(self.pending)
            with meter.paused():
                catalogue = _catalogue(self.course, material, self.exercise)
            task = _the_one(settle(self.pending, material, catalogue, self.exercise))
            with meter.paused(), ExitStack() as opened:
                edition = self._edition(task, material)
                options = Options(public_only=True, edition=edition)
                judge = opened.enter_context(Judge(self.course, options, spawner, meter))
                opened = opened.pop_all()
            with opened:
                if task.exercise is None:
                    task = replace(task, exercise=UNRECOGNISED.id)
                if task.status is SubmissionStatus.GRADED:
                    return judge.grade(task, material)
                return judge.without_score(task)

    def _edition(self, task: Task, material: Material) -> str | None:
        if task.exercise is None and self.course.faults:  # it may belong to one that cannot be read
            raise next(iter(self.course.faults.values()))
        fit = task.exercise is not None and task.status is SubmissionStatus.GRADED
        if self.edition is not None or not fit:
            return self.edition
        return _edition_of(self.course.definition(str(task.exercise)), material)


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
