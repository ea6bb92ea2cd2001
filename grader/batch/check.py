"""One submission, public cases only: the whole of ``check``."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch import messages
from grader.batch.guarded_fork import FORKS, apart, import_all
from grader.batch.judge import Judge, Options, Verdict
from grader.batch.limits import JudgeLimits, Meter, TooCostly, paused
from grader.batch.reading import hashed, read
from grader.batch.triage import Catalogue, Task, not_judged, settle
from grader.intake import single
from grader.model.delivery import Pending
from grader.model.exercise import UNRECOGNISED
from grader.model.result import SubmissionStatus
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.sandbox.judge.sandbox import Spawner


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
        reason = messages.too_costly(fault.excess, limits)
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
                catalogue = _catalogue(self.course, self.exercise)
            wanted = () if self.exercise is None else (self.exercise,)
            signatures = paused(meter, self.course.parameters)
            task = _the_one(settle(self.pending, material, catalogue, wanted, signatures))
            if task.exercise is None and self.course.faults:  # it may belong to one of these
                raise next(iter(self.course.faults.values()))
            with meter.paused(), ExitStack() as opened:
                options = Options(public_only=True, edition=self.edition)
                judge = opened.enter_context(Judge(self.course, options, spawner, meter))
                opened = opened.pop_all()
            with opened:
                if task.exercise is None:
                    task = replace(task, exercise=UNRECOGNISED.id)
                if task.status is SubmissionStatus.GRADED:
                    return judge.grade(task, material)
                return judge.without_score(task)


def _catalogue(course: Course, exercise: str | None) -> Catalogue:
    """The names that every exercise is recognised by, the one asked for included."""
    catalogue = course.graded_names()
    if exercise is not None:
        catalogue.setdefault(exercise, course.definition(exercise).known_names)
    return catalogue


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
