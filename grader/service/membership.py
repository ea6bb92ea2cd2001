"""Members of a course: from the roster's CSV file to persons, identities and roles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.classroom.roster import Member as Entry
from grader.classroom.roster import read_roster
from grader.service.audit_log import note
from grader.service.credentials import issue_link
from grader.service.database_tables import Course, Identity, Member, Person, Role
from grader.service.platform_users import ROSTER_COLUMN
from grader.service.same_person import ROSTER, is_in_roster, joined
from grader.util.errors import UsageError

AT_A_TIME = 100
"""Rows of a roster in one transaction: whoever hands in meanwhile waits for one part, not for all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the roster. None and what columns lacks: the roster does not say.

    columns  the section, and ids on platforms
    """

    number: str
    name: str | None = None
    email: str | None = None
    role: Role | None = None
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member as a row of the roster says, and what whoever imports it should know of the row.

    link  the secret of a new link that signs the person in, where one was asked for
    """

    member: Member
    is_new: bool
    remark: str | None = None
    link: str | None = None


def read_rows(path: Path) -> list[Row]:
    """Read a roster with the columns id, name, email, role; raises UsageError.

    Without a role, a new member is a student.
    """
    rows = []
    for entry in read_roster(path):
        word = entry.on("role").lower()
        if word and word not in list(Role):
            raise UsageError(
                f"the roster {path} has the role {word!r} for {entry.id}",
                hint=f"the roles are: {', '.join(Role)}",
            )
        role = Role(word) if word else None
        rows.append(Row(entry.id, entry.name, entry.on("email") or None, role, _columns(entry)))
    return rows


def _columns(entry: Entry) -> dict[str, str]:
    columns = {name: text for name, text in entry.ids if name not in ("email", "role")}
    return columns | ({"section": entry.section} if entry.section else {})


def entry_of(member: Member) -> Entry:
    """The member as a line of the roster, as exports and summaries need it."""
    columns = dict(member.columns or {})
    section = columns.pop("section", None)
    if member.person.email:
        columns["email"] = member.person.email
    return Entry(member.number, member.person.name, section, ids=tuple(columns.items()))


def enrol(session: Session, course: Course, row: Row, by: Member | None = None) -> Enrolled:
    """Add a member, or bring one up to date: what the row does not say stays as it is.

    Args:
        by: who does it; None for a command in a shell.
    """
    member = session.scalar(
        select(Member).where(Member.course_id == course.id, Member.number == row.number)
    )
    remark = None
    if user := row.columns.get(ROSTER_COLUMN):
        member, remark = joined(session, course.id, member, row.number, user)
    is_new = member is None
    if member is None:
        person = Person(name=row.name or row.number, email=row.email)
        session.add(person)
        session.flush()
        member = Member(
            course_id=course.id, person_id=person.id, number=row.number,
            role=row.role or Role.STUDENT, columns=row.columns,
        )  # fmt: skip
        session.add(member)
    else:
        person = member.person
        person.name, person.email = row.name or person.name, row.email or person.email
        member.role, member.columns = row.role or member.role, {**member.columns, **row.columns}
    session.flush()
    if not is_in_roster(session, member):
        subject = f"{course.id}/{row.number}"
        session.add(Identity(person_id=person.id, provider=ROSTER, subject=subject))
    note(session, course.id, by, "member.admitted", member.id, role=str(member.role))
    return Enrolled(member, is_new, remark)


def admit(session: Session, course: Course, row: Row) -> Enrolled:
    """As `enrol`, with a new sign-in link; earlier links that were not used end."""
    enrolled = enrol(session, course, row)
    return replace(enrolled, link=issue_link(session, enrolled.member.person))
