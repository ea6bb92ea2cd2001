"""What an instructor does with a service's data from a shell. The service may be running meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.course.catalog import Course as CourseFolder
from grader.sandbox import open_sandbox
from grader.service.credentials import issue_token
from grader.service.credentials import revoke_tokens as end_tokens
from grader.service.database import Database
from grader.service.publishing import publish, read_page
from grader.service.roster import Admitted, admit, read_rows
from grader.service.schema import Assignment, AuditEvent, Course, Member, now
from grader.service.settings import Settings
from grader.service.supervisor import prepare
from grader.util.errors import UsageError


@dataclass(frozen=True, slots=True)
class Terms:
    """When an assignment is due and closes (None: never), and how many attempts there are (None: any)."""

    due: datetime | None = None
    closes: datetime | None = None
    attempts: int | None = None


def offer(settings: Settings, folder: CourseFolder, exercise: str, terms: Terms) -> str:
    """Offer an exercise from now on; returns the assignment's id.

    Raises:
        UsageError: for an unknown exercise, and for a time that makes no sense.
        AuthorError: for an exercise that cannot be handed out.
    """
    _refuse_times(terms)
    with open_sandbox() as sandbox:
        page = read_page(folder, exercise, sandbox)
    with _database(settings) as database, database.writing() as session:
        course = the_course(session)
        version = publish(session, course.id, page)
        assignment = Assignment(
            id=f"{exercise}-{secrets.token_hex(3)}",
            course_id=course.id,
            exercise=exercise,
            version_id=version.id,
            opens_at=now(),
            due_at=terms.due,
            closes_at=terms.closes,
            attempts=terms.attempts,
        )
        session.add(assignment)
        _note(session, course, "assignment.offered", assignment.id)
        return assignment.id


def members(settings: Settings, roster: Path) -> list[Admitted]:
    """Add the members of a roster to the course, or bring them up to date.

    Raises UsageError for a file that is no roster; then nobody is added.
    """
    rows = read_rows(roster)
    with _database(settings) as database, database.writing() as session:
        course = the_course(session)
        return [admit(session, course, row) for row in rows]


def token(settings: Settings, number: str) -> str:
    """Return a new token of the API for the member with this id in the roster; raises UsageError."""
    with _database(settings) as database, database.writing() as session:
        member = _member(session, number)
        _note(session, the_course(session), "token.issued", member.id)
        return issue_token(session, member)


def revoke_tokens(settings: Settings, number: str) -> int:
    """End a member's tokens; returns how many there were; raises UsageError."""
    with _database(settings) as database, database.writing() as session:
        member = _member(session, number)
        _note(session, the_course(session), "tokens.revoked", member.id)
        return end_tokens(session, member)


def the_course(session: Session) -> Course:
    """The course of the service, which is added where there is none yet."""
    course = session.scalars(select(Course).order_by(Course.created_at)).first()
    if course is None:
        course = Course(title="Course")
        session.add(course)
        session.flush()
    return course


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    prepare(settings)
    database = settings.database()
    try:
        yield database
    finally:
        database.close()


def _member(session: Session, number: str) -> Member:
    course = the_course(session)
    member = session.scalar(
        select(Member).where(Member.course_id == course.id, Member.number == number)
    )
    if member is None:
        raise UsageError(
            f"there is no member {number!r}", "add the class with: grader service members"
        )
    return member


def _refuse_times(terms: Terms) -> None:
    if terms.closes is not None and terms.closes <= now():
        raise UsageError("the assignment would be closed already: --closes is in the past")
    if terms.due is not None and terms.closes is not None and terms.closes < terms.due:
        raise UsageError("the assignment would close before it is due")


def _note(session: Session, course: Course, action: str, subject: str) -> None:
    session.add(AuditEvent(course_id=course.id, action=action, subject=subject))
