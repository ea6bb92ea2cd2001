"""What an instructor does with a service's data from a shell. The service may be running meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.course.catalog import Course as CourseFolder
from grader.sandbox import open_sandbox
from grader.service import identities
from grader.service.access import NotFound
from grader.service.audit_log import note
from grader.service.course_version import CourseFiles, CourseVersion
from grader.service.credentials import end_sessions, issue_link, issue_token
from grader.service.credentials import revoke_tokens as end_tokens
from grader.service.database import Database
from grader.service.database_tables import Assignment, Member, PlatformContext, Role, now
from grader.service.exercise_page import read_page
from grader.service.lti import keys, platforms
from grader.service.lti.platform_tasks import read_again, send_again
from grader.service.lti.platforms import Registration
from grader.service.lti.sent_states import RosterState, SentState, roster_states, sent_states
from grader.service.membership import AT_A_TIME, Enrolled, Row, admit, read_rows
from grader.service.offering import More, add_assignment, set_extension
from grader.service.publishing import publish, spoken
from grader.service.rules import Rules
from grader.service.service_settings import Settings
from grader.service.supervisor import prepare
from grader.service.teaching import the_course
from grader.util.batched import batched
from grader.util.errors import UsageError
from grader.util.language import Catalogue


def offer(settings: Settings, folder: CourseFolder, exercise: str, rules: Rules) -> str:
    """Offer an exercise by these rules; returns the assignment's id.

    Raises:
        UsageError: for an unknown exercise, and for rules that make no sense.
        AuthorError: for an exercise that cannot be handed out.
    """
    if rules.closes_at is not None and rules.closes_at <= now():
        raise UsageError("the assignment would be closed already")
    rules.refuse_nonsense()
    with open_sandbox() as sandbox:
        page = read_page(folder, exercise, sandbox)
    with _database(settings) as database:
        if (difference := _version(settings, folder, database).difference()) is not None:
            raise UsageError(
                f"this machine cannot offer: {difference}",
                "bring its course up to date, or set its version for all: grader service course",
            )
        with database.writing() as session:
            course = the_course(session)
            version = publish(session, course.id, page)
            return add_assignment(session, version, rules).id


def extend(settings: Settings, assignment: str, number: str, more: More) -> None:
    """Give one member more time or more attempts; what was given before is replaced.

    Raises UsageError for an unknown assignment or member, and for what gives nothing.
    """
    with writing(settings) as session:
        row = session.get(Assignment, assignment)
        if row is None:
            raise UsageError(
                f"there is no assignment {assignment!r}",
                "grader service offer prints the id of each",
            )
        set_extension(session, row, the_member(session, number), more)


def set_course(settings: Settings, folder: CourseFolder) -> str:
    """Have all machines grade with this version of the course; returns the begin of its fingerprint.

    Raises UsageError for a service on one machine, which always takes the course as it is.
    """
    if settings.database_url is None:
        raise UsageError("this service has one machine: it grades with the course as it is there")
    with _database(settings) as database:
        return _version(settings, folder, database).set_here()[:12]


def _version(settings: Settings, folder: CourseFolder, database: Database) -> CourseVersion:
    files = CourseFiles(folder.root, folder.chosen_settings)
    return CourseVersion(database, files, settings.machine)


def members(settings: Settings, roster: Path) -> list[Enrolled]:
    """Add the members of a roster to the course, or bring them up to date.

    Raises UsageError for a file that is no roster; then nobody is added.
    """
    rows, admitted = read_rows(roster), list[Enrolled]()
    with _database(settings) as database:
        for part in batched(rows, AT_A_TIME):
            with database.writing() as session:
                course = the_course(session)
                admitted += [admit(session, course, row) for row in part]
    return admitted


def language(settings: Settings) -> Catalogue:
    """What students read is in."""
    with writing(settings) as session:
        return spoken(session)


def sign_in_link(settings: Settings, number: str) -> str:
    """Return the secret of a new sign-in link for one member; raises UsageError for an unknown one."""
    with writing(settings) as session:
        member = the_member(session, number)
        note(session, member.course_id, None, "link.issued", member.id)
        return issue_link(session, member.person)


def first_link(settings: Settings) -> str | None:
    """Return the secret of a sign-in link for the course's first instructor, who is added.

    None where the course has an instructor already.
    """
    with writing(settings) as session:
        course = the_course(session)
        instructors = select(Member.id).where(
            Member.course_id == course.id, Member.role == Role.INSTRUCTOR
        )
        if session.scalars(instructors).first() is not None:
            return None
        taken = set(session.scalars(select(Member.number).where(Member.course_id == course.id)))
        numbers = chain(["instructor"], (f"instructor-{n}" for n in count(2)))
        number = next(one for one in numbers if one not in taken)
        return admit(session, course, Row(number, "Instructor", None, Role.INSTRUCTOR)).link


def token(settings: Settings, number: str) -> str:
    """Return a new token of the API for the member with this id in the roster; raises UsageError."""
    with writing(settings) as session:
        member = the_member(session, number)
        note(session, member.course_id, None, "token.issued", member.id)
        return issue_token(session, member)


def revoke_tokens(settings: Settings, number: str) -> int:
    """End a member's tokens; returns how many there were; raises UsageError."""
    with writing(settings) as session:
        member = the_member(session, number)
        note(session, member.course_id, None, "tokens.revoked", member.id)
        return end_tokens(session, member)


def disconnect(settings: Settings, number: str) -> int:
    """End a member's connections to accounts of OpenID providers, and all sessions of the member's browsers.

    Returns how many connections there were; raises UsageError for an unknown member.
    """
    with writing(settings) as session:
        member = the_member(session, number)
        end_sessions(session, member.person)
        return identities.disconnect(session, member)


def sent_grades(settings: Settings, again: bool) -> list[SentState]:
    """How far the grades are that go to platforms.

    Args:
        again: have everything sent that waits, what platforms have declined included, at once.
    """
    with writing(settings) as session:
        states = sent_states(session, the_course(session).id)
        if again:
            for each in states:
                send_again(session, each.link.id)
        return states


def rosters(settings: Settings, again: bool) -> list[RosterState]:
    """The rosters that are read from platforms.

    Args:
        again: have them read at once.
    """
    with writing(settings) as session:
        states = roster_states(session, the_course(session).id)
        if again:
            for each in states:
                read_again(session, each.context.id)
        return states


def add_platform(settings: Settings, registration: Registration) -> str:
    """Register a platform for the service's course; returns its id. Raises UsageError."""
    with writing(settings) as session:
        return platforms.add(session, the_course(session), registration).id


def list_platforms(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """What there is, a line each: its kind, its id, and words on it."""
    with writing(settings) as session:
        course = the_course(session)
        for row in platforms.platforms_of(session, course.id):
            yield "platform", row.id, f"{row.title}, {row.issuer}, client {row.client_id}"
        for context in platforms.contexts_of(session, course.id):
            kind = "course" if context.course_id else "waiting"
            yield kind, context.id, f"{context.title}, on {context.platform.title}"


def remove_platform(settings: Settings, platform_id: str) -> None:
    """Have a platform launch nothing any more; raises UsageError for an unknown one."""
    with writing(settings) as session:
        try:
            row = platforms.platform_of(session, the_course(session).id, platform_id)
        except NotFound:
            raise _unknown("platform", platform_id) from None
        platforms.remove(session, row)


def accept_context(settings: Settings, context_id: str) -> None:
    """Accept a course of a platform; raises UsageError for an unknown one."""
    with writing(settings) as session:
        platforms.accept(session, _context(session, context_id))


def release_context(settings: Settings, context_id: str) -> None:
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


@contextmanager
def writing(settings: Settings) -> Iterator[Session]:
    """A session that changes a service's data, which is brought up to date first."""
    with _database(settings) as database, database.writing() as session:
        yield session


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    prepare(settings)
    with settings.database() as database:
        yield database


def the_member(session: Session, number: str) -> Member:
    """The member with this id in the roster; raises UsageError for an unknown one."""
    course = the_course(session)
    member = session.scalar(
        select(Member).where(Member.course_id == course.id, Member.number == number)
    )
    if member is None:
        raise UsageError(
            f"there is no member {number!r}", "add the class with: grader service members"
        )
    return member
