"""The process with the judge in it, as a worker uses it: the same judge, limits and ends as in a batch.

Reading a submission may cost a process its life. So the judge is not in the worker's own process: that
one holds the place in the queue.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from grader.batch.judge import (
    Order,
    Recognition,
    Session,
    Unanswered,
    Verdict,
    answer_order,
    lost_order,
)
from grader.batch.limits import JudgeLimits
from grader.course.catalog import Course
from grader.intake import handed_in
from grader.model.delivery import Lot, Pending
from grader.pipeline.worker_pool import WorkerPool
from grader.service.course_version import CourseFiles
from grader.service.exercise_page import ExercisePage
from grader.service.file_names import harmless_name
from grader.service.judge_process import (
    Task,
    look,
    lost_task,
    make_ready,
    not_looked_at,
    not_read,
    opened,
    read_page,
    report_lost,
)
from grader.service.member_variants import choice_of, lot_of
from grader.util.errors import GraderError
from grader.util.language import speaking


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a student handed in for an exercise: the names of the files, and their contents."""

    student: str
    exercise: str
    files: tuple[tuple[str, bytes], ...]


_Answer = TypeVar("_Answer")


class Stuck(GraderError):
    """The judge's process has not ended a task within any time that one can take."""


class Judging:
    """A judge's process, started when it is needed, and again after it died; a context manager.

    It may be used by several threads: it does one thing at a time. When the files of the course or its
    settings have changed, the next task is done by a new process that has read them.

    Args:
        course: the folder of the course.
        settings: a file of settings in the place of the course's own.
        scratch: a private folder where the files of a submission lie while they are read.
        most_seconds: after which a task counts as stuck, and its process is ended. What computes has limits
            of its own; this is for what waits, and would have everybody wait.
    """

    def __init__(
        self, course: Path, settings: Path | None, scratch: Path, most_seconds: float = 900.0
    ) -> None:
        self._most_seconds = most_seconds
        self._files, self._scratch = CourseFiles(course, settings), scratch
        self._state = self._files.stamps()
        self._session = self._new_session()
        self._pool: WorkerPool[Task, Any] | None = None
        # The system ends the process with the thread that started it: it is always this one.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="judging")

    def __enter__(self) -> Judging:
        return self

    def __exit__(self, *exc: object) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def grade(self, work: HandedIn) -> Verdict:
        """Return the verdict; raises AuthorError where the course is at fault."""
        return self._in_thread(self._grade, work)

    def recognise(self, work: HandedIn) -> Recognition:
        """Return what grading would find, running nothing; raises AuthorError or UsageError."""
        return self._in_thread(self._recognise, work)

    def page(self, exercise: str) -> ExercisePage:
        """Return what pages show of an exercise; raises AuthorError or UsageError."""
        page: ExercisePage = self._in_thread(self._ask, Task(read_page, exercise, not_read))
        return page

    def choice(self) -> dict[str, Any]:
        """What the choice of a member's variant takes, by the course as it was read last."""
        return choice_of(self._session.course)

    def exercises(self) -> tuple[str, ...]:
        """The ids of the course's exercises; none of their code is run. Raises AuthorError."""
        return self._new_session().course.ids()

    def make_ready(self, exercise: str) -> None:
        """Prepare an exercise, so that its first submission is judged at once.

        Raises AuthorError or UsageError.
        """
        self._in_thread(self._ask, Task(make_ready, exercise, not_read))

    def _in_thread(self, do: Callable[..., _Answer], *arguments: object) -> _Answer:
        """Do it in the thread of the judge's process, by the course and its settings as they are now."""

        def task() -> _Answer:
            state = self._files.stamps()
            if state != self._state:
                self._close()
                self._state, self._session = state, self._new_session()
            return do(*arguments)

        return self._thread.submit(task).result()

    def _grade(self, work: HandedIn) -> Verdict:
        with _written(work, self._scratch, self._lot(work)) as pending:
            order = Order(pending, exercises=(work.exercise,))
            try:
                answers = self._ask(Task(answer_order, order, lost_order))
            except Stuck as fault:
                answers = Unanswered(fault.message)
            if isinstance(answers, Unanswered):
                answers = self._ask(Task(report_lost, (order, answers), not_read))
        (verdict,) = answers
        assert isinstance(verdict, Verdict)  # nothing is known of it, and its exercise is
        return verdict

    def _recognise(self, work: HandedIn) -> Recognition:
        spoken = speaking(self._session.course.catalogue())  # of a file that ends the process
        with _written(work, self._scratch, self._lot(work)) as pending, spoken:
            order = Order(pending, exercises=(work.exercise,))
            found: Recognition = self._ask(Task(look, order, not_looked_at))
        return found

    def _new_session(self) -> Session:
        course = Course(self._files.folder, self._files.settings)
        return Session(course, limits=JudgeLimits())

    def _lot(self, work: HandedIn) -> Lot | None:
        """What chooses the member's variants; None in a course that has none."""
        course = self._session.course
        salted = course.configured and course.salt is not None
        return lot_of(choice_of(course), work.student) if salted else None

    def _ask(self, task: Task) -> Any:
        if self._pool is None:
            # Not a fork: this process has threads.
            self._pool = WorkerPool(partial(opened, self._session), lost_task, fork=False)
        end = time.monotonic() + self._most_seconds

        def tick() -> None:
            if time.monotonic() > end:
                raise Stuck("the process that grades stood still")

        try:
            ((_, result),) = self._pool.results([task], tick=tick)
        except BaseException:
            self._close()  # a process that has raised is not asked again
            raise
        return result

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.__exit__()
            self._pool = None


@contextmanager
def _written(work: HandedIn, scratch: Path, lot: Lot | None) -> Iterator[Pending]:
    """The files of it, read as the command line reads them, with the lot that chooses a variant."""
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        root = Path(folder) / harmless_name(work.student)  # reports state the folder's name
        root.mkdir()
        for name, data in work.files:
            (root / name).write_bytes(data)
        yield replace(
            handed_in(root, [name for name, _ in work.files]), student=work.student, lot=lot
        )
