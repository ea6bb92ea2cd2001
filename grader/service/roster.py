"""Members of a course: from the roster's CSV file to persons, identities and roles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.classroom.roster import read_roster
from grader.service.credentials import issue_link
from grader.service.schema import AuditEvent, Course, Identity, Member, Person, Role
from grader.util.errors import UsageError

PROVIDER = "roster"
"""The provider of identities that come from a roster; the subject is "<course>/<number>"."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the roster."""

    number: str
    name: str
    email: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Admitted:
    """A member, and the secret of the link that signs the person in."""

    member: Member
    name: str
    link: str


def read_rows(path: Path) -> list[Row]:
    """Read a roster with the columns id, name, email, role; raises UsageError.

    Without a role, somebody is a student.
    """
    rows = []
    for entry in read_roster(path):
        word = entry.on("role").lower() or Role.STUDENT
        if word not in list(Role):
            raise UsageError(
                f"the roster {path} has the role {word!r} for {entry.id}",
                hint=f"the roles are: {', '.join(Role)}",
            )
        rows.append(Row(entry.id, entry.name or entry.id, entry.on("email") or None, Role(word)))
    return rows


def admit(session: Session, course: Course, row: Row) -> Admitted:
    """Add a member, or bring name, address and role up to date; the link is a new one."""
    subject = f"{course.id}/{row.number}"
    identity = session.scalar(
        select(Identity).where(Identity.provider == PROVIDER, Identity.subject == subject)
    )
    if identity is None:
        person = Person(name=row.name, email=row.email)
        session.add(person)
        session.flush()
        session.add(Identity(person_id=person.id, provider=PROVIDER, subject=subject))
        member = Member(course_id=course.id, person_id=person.id, number=row.number, role=row.role)
        session.add(member)
    else:
        person = session.get_one(Person, identity.person_id)
        person.name, person.email = row.name, row.email
        member = session.scalars(
            select(Member).where(Member.course_id == course.id, Member.person_id == person.id)
        ).one()
        member.role = row.role
    session.flush()
    session.add(
        AuditEvent(
            course_id=course.id,
            action="member.admitted",
            subject=member.id,
            detail={"role": str(row.role)},
        )
    )
    return Admitted(member, person.name, issue_link(session, person))
