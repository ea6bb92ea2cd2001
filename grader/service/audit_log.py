"""The audit log: who did what, and when. The database itself refuses to change or delete a line of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.database_tables import AuditEvent, Member, Person


def note(
    session: Session,
    course_id: str,
    actor: Member | None,
    action: str,
    subject: str | None = None,
    **detail: Any,
) -> None:
    """Write a line as part of the session's transaction: what was done, and that it was, are kept together.

    Args:
        actor: who did it; None for a command in a shell.
        action: a fixed word, such as ``override.set``.
        subject: the id of what it was done to.
        detail: what else somebody will want to know.
    """
    session.add(
        AuditEvent(
            course_id=course_id,
            actor=None if actor is None else actor.id,
            action=action,
            subject=subject,
            detail=detail,
        )
    )


def events(
    session: Session, course_id: str, before: int | None, count: int
) -> list[tuple[AuditEvent, str | None]]:
    """The latest lines of a course, newest first, each with the name of who did it.

    Args:
        before: the number of a line; only older ones are returned.
        count: how many at most.
    """
    query = (
        select(AuditEvent, Person.name)
        .outerjoin(Member, Member.id == AuditEvent.actor)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(AuditEvent.course_id == course_id)
        .order_by(AuditEvent.id.desc())
        .limit(count)
    )
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return [(event, name) for event, name in session.execute(query)]
