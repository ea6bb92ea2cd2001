"""Deleting a person, and old work: rows, files, and what SQLite would leave of them in its file.

The audit log stays. It names a member by an id that means nothing once the member is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from grader.service import jobs
from grader.service.administration import the_member
from grader.service.audit_log import note
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    Job,
    JobState,
    Member,
    Person,
    Submission,
    SubmittedFile,
    Upload,
    UploadedFile,
    now,
)
from grader.service.service_settings import Settings
from grader.service.storage import FileStore
from grader.service.teaching import the_course
from grader.util.batched import batched
from grader.util.errors import UsageError

_BEING_HANDED_IN = timedelta(hours=1)
"""How long a file may lie in the store before a row names it."""
_MOST_VALUES = 500
"""Databases take so many values in a statement, and no more."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted, or would be."""

    submissions: int
    files: int


def forget_member(settings: Settings, number: str, sure: bool) -> Forgotten:
    """Delete a member with everything that the member handed in, and the person where there is no more of it.

    Args:
        number: the member's id in the roster.
        sure: whether to delete; else it is only counted.

    Raises UsageError for an unknown member.
    """
    with settings.database() as database:
        with database.writing() as session:
            member = the_member(session, number)
            person, course = member.person_id, member.course_id
            works = _Works(Submission.member_id == member.id, Upload.member_id == member.id)
            count, hashes = works.count(session), works.hashes(session)
            if not sure:
                return Forgotten(count, len(hashes))
            hashes |= works.delete(session)
            session.execute(delete(Member).where(Member.id == member.id))
            if not session.scalar(select(func.count()).where(Member.person_id == person)):
                session.execute(delete(Person).where(Person.id == person))
            note(session, course, None, "member.forgotten", member.id)
        return Forgotten(count, _sweep(database, settings.files(), hashes))


def forget_work(settings: Settings, before: datetime, sure: bool) -> Forgotten:
    """Delete everything that was handed in for assignments that ended before a time.

    An assignment ends when it closes, or, where it never closes, when it is due; one without both never
    does. What was received later, by an extension, stays.

    Raises UsageError for a time in the future.
    """
    if before > now():
        raise UsageError("--before is in the future")
    ends = func.coalesce(Assignment.closes_at, Assignment.due_at)
    ended = select(Assignment.id).where(ends < before)
    works = _Works(
        Submission.assignment_id.in_(ended) & (Submission.received_at < before),
        Upload.assignment_id.in_(ended) & (Upload.uploaded_at < before),
    )
    with settings.database() as database:
        with database.writing() as session:
            count, hashes = works.count(session), works.hashes(session)
            if not sure:
                return Forgotten(count, len(hashes))
            hashes |= works.delete(session)
            note(
                session, the_course(session).id, None, "work.forgotten",
                before=before.isoformat(), submissions=count,
            )  # fmt: skip
        return Forgotten(count, _sweep(database, settings.files(), hashes))


@dataclass(frozen=True, slots=True)
class _Works:
    """Which submissions are to be deleted, and which uploads."""

    submissions: ColumnElement[bool]
    uploads: ColumnElement[bool]

    def count(self, session: Session) -> int:
        """How many submissions these are."""
        return session.scalar(select(func.count(Submission.id)).where(self.submissions)) or 0

    def hashes(self, session: Session) -> set[str]:
        """Those of all files."""
        submitted = select(SubmittedFile.sha256).join(
            Submission, Submission.id == SubmittedFile.submission_id
        )
        uploaded = select(UploadedFile.sha256).join(Upload, Upload.id == UploadedFile.upload_id)
        both = submitted.where(self.submissions).union(uploaded.where(self.uploads))
        return set(session.scalars(both))

    def delete(self, session: Session) -> set[str]:
        """Delete the rows; the database deletes what hangs on them: files' rows, results, overrides, requests.

        The exports that were made hold everybody's results, so they go as well, and are made again when
        needed; returns the hashes of their files.
        """
        session.execute(delete(Upload).where(self.uploads))
        session.execute(delete(Submission).where(self.submissions))
        ended = Job.state.in_((JobState.DONE, JobState.FAILED))
        made = session.scalars(select(Job).where(Job.kind == jobs.EXPORT, ended)).all()
        found = {sha256 for job in made for sha256 in jobs.files_of(job)}
        session.execute(delete(Job).where(Job.id.in_([job.id for job in made])))
        return found


def _sweep(database: Database, store: FileStore, hashes: set[str]) -> int:
    """Remove these files and old ones that nobody handed in after all, unless a row names them; returns how many.

    The database is locked while a part of them goes: whoever hands in the same contents then is told to try
    again.
    """
    old = now() - _BEING_HANDED_IN
    candidates = sorted(hashes | set(store.older_than(old)))
    count = 0
    for part in batched(candidates, _MOST_VALUES):
        with database.writing() as session:
            named = set(
                session.scalars(select(SubmittedFile.sha256).where(SubmittedFile.sha256.in_(part)))
            )
            named |= set(
                session.scalars(select(UploadedFile.sha256).where(UploadedFile.sha256.in_(part)))
            )
            named |= {
                sha256 for job in session.scalars(select(Job)) for sha256 in jobs.files_of(job)
            }
            gone = [sha256 for sha256 in part if sha256 not in named]
            erase = store.remove(gone, session)
        erase()
        count += len(gone)
    store.tidy(old)
    _clean(database)
    return count


def _clean(database: Database) -> None:
    """Have what was deleted, which the database still holds in its file or log, be overwritten."""
    if database.is_shared:
        tables = "submission, submitted_file, upload, uploaded_file, stored_file, result, member, person, job"
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM {tables}")
    else:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
