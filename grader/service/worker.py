"""A worker: takes submissions from the queue, has them judged, and keeps the results."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select

from grader.batch.judge import Recognition, Verdict
from grader.report.report_file import report_bytes
from grader.service import messages, work_queue
from grader.service.course_version import CourseVersion
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    Heartbeat,
    Result,
    Submission,
    SubmissionState,
    Upload,
    now,
)
from grader.service.job_runner import JobRunner
from grader.service.judging import HandedIn, Judging
from grader.service.lti.platform_tasks import PlatformTasks
from grader.service.member_variants import CHOICE, VARIANTS, versions_in
from grader.service.object_store import StoreUnavailable
from grader.service.publishing import publish
from grader.service.storage import FileStore
from grader.service.submitted import handed_in
from grader.service.work_queue import Handler, QueueWorker
from grader.util.errors import GraderError

BEAT_SECONDS = 5.0
_WAIT_SECONDS = 2.0
_OTHER_COURSE = 3
"""The exit code of a worker whose machine's course is no longer the service's."""
_IDLE_SECONDS, _TAKES_NO_WORK = 120.0, 4
"""Of a worker that takes no work though some waits; and its exit code."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker grades with.

    course   which version of the course is graded with, where several machines have one
    scratch  a private folder for the files of exports
    name     no other worker that runs has it; the worker that replaces this one does
    """

    database: Database
    files: FileStore
    judging: Judging
    course: CourseVersion | None = None
    scratch: Path = Path("scratch")
    name: str = ""
    _not_shown: set[str] = field(default_factory=set)
    """Versions of exercises of which there is no page: nobody waits for finding that out twice."""

    def grade(self, submission_id: str, number: int) -> None:
        """Grade a submission and keep its result; what is there already stays as it is.

        It may be called twice for one result, also at the same time: one result is kept.
        """
        self.end_where_course_differs()
        if (upload := self._begin(submission_id, number)) is None:
            return
        verdict = self.judging.grade(upload)
        self._keep(submission_id, number, verdict)
        _log.info("graded %s (%d)", submission_id, number)

    def end_where_course_differs(self) -> None:
        """End this process where the service grades with another version of the course than it has.

        What it had begun is then done by others, or by this one's successor once its course is the same.
        """
        if (difference := self.difference()) is not None:
            _log.error("this worker ends: %s", difference)
            os._exit(_OTHER_COURSE)

    def difference(self) -> str | None:
        """Why this machine must not grade now, in a sentence; None where it may."""
        return None if self.course is None else self.course.difference()

    def make_ready(self) -> None:
        """Prepare the exercises of the assignments that are open, so that no student waits for that."""
        with self.database.reading() as session:
            exercises = session.scalars(
                select(Assignment.exercise)
                .where(Assignment.closes_at.is_(None) | (Assignment.closes_at > now()))
                .distinct()
            ).all()
        for exercise in exercises:
            try:
                self.judging.make_ready(exercise)
            except GraderError as fault:
                _log.error("%s cannot be graded: %s", exercise, fault)

    def give_up(self, submission_id: str, number: int) -> None:
        """Mark a submission that could not be graded: a person has to look."""
        with self.database.writing() as session:
            submission = session.get(Submission, submission_id)
            if submission is not None and not submission.state.is_final:
                submission.state, submission.finished_at = SubmissionState.FAILED, now()

    def look(self, upload_id: str) -> None:
        """Say what is recognised in an upload. Whatever goes wrong, the student can hand it in."""
        with self.database.reading() as session:
            upload = session.get(Upload, upload_id)
            if upload is None or upload.recognition is not None:  # replaced by another, or done
                return
        self.end_where_course_differs()
        try:
            with self.database.reading() as session:
                work = handed_in(self.files, session.get_one(Upload, upload_id))
            found = self.judging.recognise(work)
        except StoreUnavailable:
            raise
        except Exception:
            _log.exception("looking at %s failed", upload_id)
            found = Recognition({}, messages.NOT_LOOKED_AT)
        with self.database.writing() as session:
            upload = session.get(Upload, upload_id)
            if upload is not None:
                upload.recognition = asdict(found)

    def _begin(self, submission_id: str, number: int) -> HandedIn | None:
        """What is to be graded; None where the result is there already, or the submission was deleted."""
        with self.database.writing() as session:
            submission = session.get(Submission, submission_id)
            if submission is None:
                return None
            if session.scalar(_result(submission_id, number)) is not None:
                _log.warning("%s (%d) has a result already", submission_id, number)
                return None
            if submission.state is SubmissionState.QUEUED:
                submission.state = SubmissionState.RUNNING
        with self.database.reading() as session:
            submission = session.get(Submission, submission_id)
            return None if submission is None else handed_in(self.files, submission)

    def _keep(self, submission_id: str, number: int, verdict: Verdict) -> None:
        report = verdict.report
        with self.database.writing() as session:
            submission = session.get(Submission, submission_id)
            if submission is None:
                return
            if session.scalar(_result(submission_id, number)) is not None:
                _log.warning("%s (%d) has a result already", submission_id, number)
                return
            session.add(
                Result(
                    submission_id=submission_id,
                    number=number,
                    exercise_version=report.exercise.version,
                    score=report.score,
                    max_score=report.max_score,
                    report=report_bytes(report).decode(),
                )
            )
            fault = verdict.fault is not None
            submission.state = SubmissionState.FAILED if fault else SubmissionState.GRADED
            submission.finished_at = now()
        self._publish(submission_id, report.exercise.version)

    def _publish(self, submission_id: str, version: str) -> None:
        """Have pages show the exercise in the version, and with the variants, that results are now of."""
        with self.database.reading() as session:
            assignment = session.get_one(Submission, submission_id).assignment
            shown = assignment.version.page
        is_shown = version in versions_in(shown) and not self._chooses_otherwise(shown)
        if is_shown or version in self._not_shown:
            return
        try:
            page = self.judging.page(assignment.exercise)
        except GraderError as fault:  # the result is kept; pages show the exercise as it was
            self._not_shown.add(version)
            _log.error("%s cannot be shown in its new version: %s", assignment.exercise, fault)
            return
        if version not in versions_in(page.model_dump()):  # the course has changed again meanwhile
            return
        with self.database.writing() as session:
            if self.difference() is not None:
                return  # another version is graded with meanwhile, and shown by whoever has it
            row = publish(session, assignment.course_id, page)
            session.get_one(Assignment, assignment.id).version_id = row.id

    def _chooses_otherwise(self, shown: Mapping[str, Any]) -> bool:
        """Whether the course's settings give somebody another variant than pages show."""
        return bool(shown.get(VARIANTS)) and shown[CHOICE] != self.judging.choice()


def run_worker(worker: Worker, stop: threading.Event) -> None:
    """Work until ``stop`` is set; what is under way is finished first.

    It waits while its machine has another version of the course than the service grades with.
    """
    database = worker.database
    runner = JobRunner(database, worker.files, worker.judging, worker.scratch)
    platform_tasks = PlatformTasks(database)
    if not _wait_for_course(worker, stop):
        return

    def do(job_id: str) -> None:
        worker.end_where_course_differs()
        runner.do(job_id)

    handlers = {
        work_queue.GRADE: Handler(worker.grade, worker.give_up),
        work_queue.LOOK: Handler(worker.look),
        work_queue.JOB: Handler(do, runner.give_up),
        work_queue.PLATFORM: Handler(platform_tasks.run),
    }
    with ExitStack() as stack:
        stack.callback(platform_tasks.close)
        stack.enter_context(worker.judging)
        runner.list_exercises()
        worker.make_ready()
        queue = QueueWorker(database.url, worker.name, handlers)
        also = (
            worker.end_where_course_differs,
            lambda: end_where_work_is_left(database, queue.idle_seconds),
            runner.list_exercises,
            platform_tasks.queue_due,
        )
        stack.enter_context(beating(worker, also))
        stack.enter_context(
            queue
        )  # the last to begin, the first to end: what is under way is beaten for
        _log.info("worker %s is ready", worker.name)
        stop.wait()
        _log.info("worker %s stops", worker.name)


def end_where_work_is_left(database: Database, idle_seconds: float) -> None:
    """End this process where it does nothing while submissions wait: its successor takes them.

    A process that beats may have stopped taking work all the same, and nobody else would find out.
    """
    if idle_seconds < _IDLE_SECONDS:
        return
    long_ago = now() - timedelta(seconds=_IDLE_SECONDS)
    waits = (Submission.state == SubmissionState.QUEUED) & (Submission.received_at < long_ago)
    with database.reading() as session:
        waiting = session.scalars(select(Submission.id).where(waits).limit(1)).first()
    if waiting is not None:
        _log.error("this worker ends: it takes no work, and %s waits", waiting)
        os._exit(_TAKES_NO_WORK)


def _wait_for_course(worker: Worker, stop: threading.Event) -> bool:
    """Wait until this machine's course is the one that is graded with; False where the worker is to end.

    What a worker of this name had begun is done by others meanwhile: one that waits counts as dead.
    """
    told = None
    while not stop.is_set():
        difference = worker.difference()
        if difference is None:
            return True
        if difference != told:
            _log.error("worker %s waits: %s", worker.name, difference)
            told = difference
        _beat(worker, difference)
        stop.wait(_WAIT_SECONDS)
    return False


def _beat(worker: Worker, waits: str | None = None) -> None:
    """Say that a worker lives, and why it takes no work, if it does not."""
    with worker.database.adding() as session:
        at = worker.database.time(session)
        session.merge(Heartbeat(worker=worker.name, seen_at=at, waits=waits))


@contextmanager
def beating(worker: Worker, also: Sequence[Callable[[], None]]) -> Iterator[None]:
    """During the block, say every few seconds that this worker lives, and do what else is done as often."""
    ended = threading.Event()

    def beat() -> None:
        while True:
            try:
                _beat(worker)
                for each in also:
                    each()
            except Exception:
                _log.exception("the database does not answer")
            if ended.wait(BEAT_SECONDS):
                return

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _result(submission_id: str, number: int) -> Select[int]:
    return select(Result.id).where(Result.submission_id == submission_id, Result.number == number)
