"""The rows of a service from one database into another: from PostgreSQL into SQLite's file, and back.

What belongs to one database alone stays there: heartbeats, permits, the queue's own tables, and the contents
of files. What waits is queued anew, since the rows say what has no result yet.
"""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import Integer, Table, func, insert, select, text
from sqlalchemy.orm import Session

from grader.service import work_queue
from grader.service.database import Database
from grader.service.database_tables import (
    WAITING,
    Base,
    Heartbeat,
    Job,
    JobState,
    Permits,
    ServiceValue,
    StoredFile,
    Submission,
    Upload,
)
from grader.util.errors import UsageError

_STAY = {each.__tablename__ for each in (Heartbeat, Permits, ServiceValue, StoredFile)}
_ROWS = 200


def copy_rows(source: Database, target: Database) -> None:
    """Copy every row as it is at one moment, and queue in ``target`` what waits.

    Args:
        target: has the tables, also the queue's, and no service yet.

    Raises UsageError where ``target`` holds a service; then it stays as it is.
    """
    with (
        closing(work_queue.WorkQueue(target.url)) as queue,
        source.reading() as old,
        target.writing() as new,
    ):
        for table in _tables():
            if new.scalar(select(func.count()).select_from(table)):
                raise UsageError("this database holds a service already", "name an empty one")
        for table in _tables():
            _copy(old, new, table)
        if target.is_shared:
            _go_on_counting(new)
        _queue_what_waits(new, queue)


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in _STAY]


def _copy(old: Session, new: Session, table: Table) -> None:
    rows = old.execute(select(table).execution_options(yield_per=_ROWS))
    for part in rows.mappings().partitions():
        new.execute(insert(table), [dict(row) for row in part])


def _go_on_counting(session: Session) -> None:
    """Have PostgreSQL give new rows numbers above those that were copied."""
    for table in _tables():
        (key, *more) = table.primary_key.columns
        if not more and isinstance(key.type, Integer):
            highest = session.scalar(select(func.max(key)))
            if highest is not None:
                set_next = text("SELECT setval(pg_get_serial_sequence(:table, :key), :highest)")
                values = {"table": table.name, "key": key.name, "highest": highest}
                session.execute(set_next, values)


def _queue_what_waits(session: Session, queue: work_queue.WorkQueue) -> None:
    waiting = Submission.state.in_(WAITING)
    for submission in session.scalars(select(Submission.id).where(waiting)).all():
        queue.add(session, work_queue.GRADE, submission, 1)
    unseen = (Upload.recognition.is_(None), Upload.submission_id.is_(None))
    for upload in session.scalars(select(Upload.id).where(*unseen)).all():
        queue.add(session, work_queue.LOOK, upload)
    begun = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    for job in session.scalars(select(Job.id).where(begun)).all():
        queue.add(session, work_queue.JOB, job)
