"""What an operator does with platforms from a shell. The service may be running meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from grader.service.access import NotFound
from grader.service.administration import writing
from grader.service.audit_log import note
from grader.service.database_tables import PlatformContext
from grader.service.lti import keys, platforms
from grader.service.lti.platforms import Registration
from grader.service.service_settings import Settings
from grader.service.teaching import the_course
from grader.util.errors import UsageError


def add(settings: Settings, registration: Registration) -> str:
    """Register a platform for the service's course; returns its id. Raises UsageError."""
    with writing(settings) as session:
        return platforms.add(session, the_course(session), registration).id


def listed(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """What there is, a line each: its kind, its id, and words on it."""
    with writing(settings) as session:
        course = the_course(session)
        for row in platforms.platforms_of(session, course.id):
            yield "platform", row.id, f"{row.title}, {row.issuer}, client {row.client_id}"
        for context in platforms.contexts_of(session, course.id):
            kind = "course" if context.course_id else "waiting"
            yield kind, context.id, f"{context.title}, on {context.platform.title}"


def remove(settings: Settings, platform_id: str) -> None:
    """Have a platform launch nothing any more; raises UsageError for an unknown one."""
    with writing(settings) as session:
        try:
            row = platforms.platform_of(session, the_course(session).id, platform_id)
        except NotFound:
            raise _unknown("platform", platform_id) from None
        platforms.remove(session, row)


def accept(settings: Settings, context_id: str) -> None:
    """Accept a course of a platform; raises UsageError for an unknown one."""
    with writing(settings) as session:
        platforms.accept(session, _context(session, context_id))


def release(settings: Settings, context_id: str) -> None:
    """Have a course of a platform lead here no more; raises UsageError for an unknown one."""
    with writing(settings) as session:
        platforms.release(session, _context(session, context_id))


def rotate_keys(settings: Settings, at_once: bool) -> None:
    """Make a new key to sign with; see `keys.rotate`."""
    with writing(settings) as session:
        keys.rotate(session, at_once)
        note(session, the_course(session).id, None, "keys.rotated", at_once=at_once)


def _context(session: Session, context_id: str) -> PlatformContext:
    try:
        return platforms.context_of(session, the_course(session).id, context_id)
    except NotFound:
        raise _unknown("course of a platform", context_id) from None


def _unknown(kind: str, id_: str) -> UsageError:
    return UsageError(f"there is no {kind} {id_!r}", "grader service platform list prints the ids")
