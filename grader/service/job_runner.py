"""The jobs of instructors, as a worker does them: offering an exercise, exporting, grading again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service import exporting, jobs, regrading
from grader.service.database import Database
from grader.service.database_tables import CourseExercise, Job, JobState, Member, Submission, now
from grader.service.judging import Judging
from grader.service.offering import add_assignment
from grader.service.publishing import publish
from grader.service.rules import Rules
from grader.service.storage import FileStore
from grader.service.submitted import handed_in
from grader.service.teaching import the_course
from grader.util.errors import GraderError

_log = logging.getLogger(__name__)
_FAULT = "The service has a fault. It was written down in the logs."
Ending = Callable[[Session, Job], str]
"""Keeps what came of a job, in the transaction that ends it; returns a sentence."""


@dataclass(frozen=True, slots=True)
class JobRunner:
    """What a worker does jobs with.

    scratch  a private folder for the files of an export while they are made
    """

    database: Database
    files: FileStore
    judging: Judging
    scratch: Path

    def do(self, job_id: str) -> None:
        """Do a job. It may be called twice for one: what came of it is kept once."""
        with self.database.writing() as session:
            job = session.get(Job, job_id)
            if job is None or job.state.is_final:
                return
            job.state = JobState.RUNNING
        work = {
            jobs.OFFER: self._offer,
            jobs.EXPORT: self._export,
            jobs.REGRADE: self._regrade,
        }[job.kind]
        try:
            ending = work(job)
            with self.database.writing() as session:
                self._end(session, job_id, JobState.DONE, ending)
        except GraderError as fault:
            said = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
            self._fail(job_id, said)
        _log.info("did the job %s (%s)", job_id, job.kind)

    def give_up(self, job_id: str) -> None:
        """End a job that the service could not do."""
        self._fail(job_id, _FAULT)

    def list_exercises(self) -> None:
        """Keep which exercises the course holds, for the form that offers one."""
        try:
            found = set(self.judging.exercises())
        except GraderError as fault:
            _log.error("the course cannot be read: %s", fault)
            return
        with self.database.reading() as session:
            known = set(session.scalars(select(CourseExercise.exercise)))
        if found == known:
            return
        with self.database.writing() as session:
            course = the_course(session)
            for row in session.scalars(select(CourseExercise)):
                session.delete(row)
            session.flush()
            session.add_all(CourseExercise(course_id=course.id, exercise=one) for one in found)

    def _end(self, session: Session, job_id: str, state: JobState, ending: Ending) -> None:
        job = session.get_one(Job, job_id)
        if not job.state.is_final:  # else another worker has ended it
            job.message = ending(session, job)
            job.state, job.finished_at = state, now()

    def _fail(self, job_id: str, reason: str) -> None:
        def ending(session: Session, job: Job) -> str:
            if job.kind == jobs.REGRADE:
                regrading.give_up(session, job.arguments["regrade"], _ids(job), reason)
            return reason

        with self.database.writing() as session:
            self._end(session, job_id, JobState.FAILED, ending)

    def _offer(self, job: Job) -> Ending:
        rules = TypeAdapter(Rules).validate_python(job.arguments["rules"])
        page = self.judging.page(job.arguments["exercise"])

        def ending(session: Session, job: Job) -> str:
            by = None if job.member_id is None else session.get(Member, job.member_id)
            version = publish(session, job.course_id, page)
            job.result = {"assignment": add_assignment(session, version, rules, by).id}
            return f"{page.title} is offered."

        return ending

    def _export(self, job: Job) -> Ending:
        made = exporting.make(self.database, self.files, self.scratch, job.arguments)
        stored = self.files.put([made.content])

        def ending(session: Session, job: Job) -> str:
            job.result = {
                "file": stored.sha256,
                "size": stored.size,
                "name": made.name,
                "messages": list(made.messages),
            }
            return "The file is ready."

        return ending

    def _regrade(self, job: Job) -> Ending:
        regrade = job.arguments["regrade"]
        for submission_id in _ids(job):
            with self.database.reading() as session:
                if not regrading.is_wanted(session, regrade, submission_id):
                    continue
                upload = handed_in(self.files, session.get_one(Submission, submission_id))
            verdict = self.judging.grade(upload)
            with self.database.writing() as session:
                regrading.keep(session, regrade, submission_id, verdict.report, verdict.fault)

        def ending(session: Session, job: Job) -> str:
            regrading.finish(session, regrade)
            return "Graded again."

        return ending


def _ids(job: Job) -> list[str]:
    ids: list[str] = job.arguments["submissions"]
    return ids
