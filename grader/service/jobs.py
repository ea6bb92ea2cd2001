"""What an instructor asks for and a worker does, because it reads the course or takes long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from grader.service.database_tables import Job, Member
from grader.service.work_queue import JOB, WorkQueue

OFFER, EXPORT, REGRADE = "offer", "export", "regrade"
"""Kinds of jobs."""


def ask(
    session: Session, queue: WorkQueue, member: Member, kind: str, arguments: dict[str, Any]
) -> Job:
    """Keep a job and queue it, as part of the session's transaction.

    Args:
        member: who asks.
        kind: one of the kinds above.
        arguments: what the worker needs to know, as JSON.
    """
    job = Job(course_id=member.course_id, member_id=member.id, kind=kind, arguments=arguments)
    session.add(job)
    session.flush()
    queue.add(session, JOB, job.id)
    return job


def files_of(job: Job) -> Iterator[str]:
    """The hashes of the files that a job reads or has made."""
    for sha256 in (job.arguments.get("template"), job.result.get("file")):
        if sha256 is not None:
            yield sha256
