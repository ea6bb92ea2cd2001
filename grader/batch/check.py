"""One submission, public cases only: the whole of ``check``."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from grader.batch.judge import Judge, Options, Session, Verdict
from grader.batch.limits import JudgeLimits, TooCostly, exceeded
from grader.batch.triage import Catalogue, Material, Task, hashed, not_judged, read, triage
from grader.intake import single
from grader.model.delivery import Pending
from grader.model.exercise import UNRECOGNISED
from grader.model.result import SubmissionStatus
from grader.pipeline.worker_pool import CAN_FORK, WorkerPool
from grader.util.errors import AuthorError, MissingLibrary, UsageError
from grader.util.language import speaking

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.sandbox.judge.spawner import Spawner


def check(
    course: Course,
    path: Path,
    exercise: str | None,
    options: Options,
    spawner: Spawner | None = None,
) -> Verdict:
    """The verdict on ``path``; raises UsageError where its exercise is not clear.

    It is made in a process of its own where that is cheap: reading may be more than a process can bear.

    Args:
        exercise: its id; without it, the functions' names decide.
        options: the edition and the variant, where there are several; public cases only.
        spawner: starts the sandbox, and may have begun: a sandbox takes longer to start than all else.
    """
    pending = single(path)
    if exercise is not None:
        course.definition(exercise)
    session = Session(course, options)
    if not CAN_FORK:
        return _Check(session, exercise, spawner).verdict(pending)
    limits = JudgeLimits()
    limited = _Check(replace(session, limits=limits), exercise, spawner)
    with WorkerPool(lambda: limited.verdict, _lost) as pool:
        try:
            ((_, verdict),) = pool.results([pending])
            return verdict
        except TooCostly as fault:
            with speaking(session.catalogue()):
                reason = limits.reason(fault.excess)
    task = not_judged(pending, hashed(pending), exercise or UNRECOGNISED.id, reason)
    with Judge(session) as judge:
        return judge.without_score(task)


def _lost(pending: Pending, exit_code: int | None, deaths: int) -> NoReturn:
    excess = exceeded(exit_code)
    if excess is None:
        raise AuthorError("the process that read the submission died")
    raise TooCostly(excess)


@dataclass(frozen=True, slots=True)
class _Check:
    """One run of ``check``."""

    session: Session
    exercise: str | None
    spawner: Spawner | None

    def verdict(self, pending: Pending) -> Verdict:
        """Read and judge it within the session's limits."""
        judge = Judge(self.session, self.spawner)
        with speaking(judge.catalogue), judge.meter.submission():
            material = read(pending)
            with judge.meter.paused():
                catalogue = self._catalogue()
            wanted = () if self.exercise is None else (self.exercise,)
            signatures = judge.meter.uncharged(judge.course.parameters)
            task = _the_one(triage(pending, material, catalogue, wanted, signatures))
            if task.exercise is None:
                for fault in judge.course.faults.values():
                    if _may_belong(material, fault):
                        raise fault
                task = replace(task, exercise=UNRECOGNISED.id)
            with ExitStack() as opened:
                with judge.meter.paused():
                    opened.enter_context(judge)
                if task.status is SubmissionStatus.GRADED:
                    return judge.grade(task, material, judge.answers(task))
                return judge.without_score(task)

    def _catalogue(self) -> Catalogue:
        """The names that every exercise is recognised by, the one asked for included."""
        course = self.session.course
        catalogue = course.graded_names()
        if self.exercise is not None:
            catalogue.setdefault(self.exercise, course.definition(self.exercise).known_names)
        return catalogue


def _may_belong(material: Material, fault: AuthorError) -> bool:
    """Whether a submission to no known exercise may be one to an exercise that could not be read.

    To one whose library is not installed here only code belongs that imports the library.
    """
    cells = [cell for source in material.sources for cell in source.cells]
    if isinstance(fault, MissingLibrary):
        return any(re.search(rf"\b{re.escape(fault.library)}\b", cell.text) for cell in cells)
    return any(cell.tree.body for cell in cells) or any(s.broken for s in material.sources)


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
