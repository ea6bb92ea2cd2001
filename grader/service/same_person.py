"""Two members who are one person: somebody launched from a platform before the roster named them.

The roster's column ``lti`` says whom the platform means. Read in time, it keeps such a person from becoming two;
read later, it makes one of them again, with all that both have done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, and_, delete, select, update
from sqlalchemy.orm import Session

from grader.service.audit_log import note
from grader.service.database_tables import (
    Assignment,
    Base,
    ContextMember,
    ExerciseVersion,
    Identity,
    Member,
    Person,
    Submission,
)
from grader.service.member_variants import variant_of
from grader.service.platform_users import first_issuer, provider_of

ROSTER = "roster"
"""The provider of identities that come from a roster; the subject is "<course>/<number>"."""
_BOTH = {
    "submission": "both have handed in to one assignment",
    "extension": "both have an extension of one assignment",
    "platform_grade": "both have points on the platform",
}


def is_in_roster(session: Session, member: Member) -> bool:
    """Whether a roster, or an instructor, has named a member: then its role is theirs to say."""
    query = select(Identity.id).where(
        Identity.person_id == member.person_id,
        Identity.provider == ROSTER,
        Identity.subject.startswith(f"{member.course_id}/", autoescape=True),
    )
    return session.scalar(query) is not None


def joined(
    session: Session, course_id: str, named: Member | None, number: str, user: str
) -> tuple[Member | None, str | None]:
    """Make one member of whom the roster names and of whom the platform's user became by a launch.

    Args:
        named: the member whom the roster's line means, if there is one.
        number: the id in the roster.
        user: what the platform calls the person, as the roster says.

    Returns:
        The member that the line means now, None where it is a new one; and what the importer should know:
        that somebody's id has changed, or why two members stay two.
    """
    issuer = first_issuer(session, course_id)
    if issuer is None:
        return named, None
    provider = provider_of(issuer)
    launched = session.scalar(
        select(Member)
        .join(Identity, Identity.person_id == Member.person_id)
        .where(
            Member.course_id == course_id, Identity.provider == provider, Identity.subject == user
        )
    )
    if launched is None or launched is named:
        return named, None
    was = launched.number
    if is_in_roster(session, launched):
        return named, f"{number}: the platform's user {user} is {was} of the roster already"
    why = _variant_that_changes(session, launched, number)
    if why is None and named is not None:
        why = _obstacle(session, provider, launched, named)
    if why is not None:
        return named, f"{number} and {was}, who launched from the platform, stay two members: {why}"
    if named is None:
        launched.number = number
        named = launched
    else:
        _move(session, launched, named)
    note(session, course_id, None, "member.joined", named.id, number=number, was=was)
    return named, f"{was}, who launched from the platform, is now {number}"


def _variant_that_changes(session: Session, launched: Member, number: str) -> str | None:
    """Why work is not filed under another id: it was done on a variant that the other id does not have."""
    pages = session.execute(
        select(ExerciseVersion.exercise, ExerciseVersion.page).where(
            ExerciseVersion.id.in_(
                select(Assignment.version_id)
                .join(Submission, Submission.assignment_id == Assignment.id)
                .where(Submission.member_id == launched.id)
            )
        )
    )
    for exercise, page in pages:
        if variant_of(page, exercise, launched.number) != variant_of(page, exercise, number):
            return f"work on {exercise} is handed in, of which {number} has another variant"
    return None


def _obstacle(session: Session, provider: str, launched: Member, named: Member) -> str | None:
    """Why the rows of one member cannot become those of the other."""
    query = select(Identity.id).where(
        Identity.person_id == named.person_id, Identity.provider == provider
    )
    if session.scalar(query) is not None:
        return f"{named.number} has launched as another user"
    courses = select(Member.course_id).where(Member.course_id != named.course_id)
    elsewhere = [
        set(session.scalars(courses.where(Member.person_id == each.person_id)))
        for each in (launched, named)
    ]
    if set.intersection(*elsewhere):
        return "both are members of another course"
    for column in _columns_of("member"):
        table = column.table
        if table.name != ContextMember.__tablename__ and _clash(session, column, launched, named):
            return _BOTH.get(table.name, f"both have rows of {table.name} that exclude each other")
    return None


def _clash(session: Session, column: Column[Any], launched: Member, named: Member) -> bool:
    """Whether rows of both would be the same to a constraint of their table."""
    table = column.table
    assert isinstance(table, Table)
    for constraint in (
        table.primary_key,
        *(each for each in table.constraints if isinstance(each, UniqueConstraint)),
    ):
        if column.name in constraint.columns:
            one, other = table.alias(), table.alias()
            same = [one.c[c.name] == other.c[c.name] for c in constraint.columns if c is not column]
            query = select(one.c[column.name]).where(
                one.c[column.name] == launched.id, other.c[column.name] == named.id, and_(*same)
            )
            if session.execute(query.limit(1)).first() is not None:
                return True
    return False


def _move(session: Session, launched: Member, named: Member) -> None:
    """Give all rows of one member and its person to the other, and end the first."""
    session.flush()
    both = select(ContextMember.context_id).where(ContextMember.member_id == named.id)
    session.execute(
        delete(ContextMember).where(
            ContextMember.member_id == launched.id, ContextMember.context_id.in_(both)
        )
    )
    person = launched.person_id
    for column in _columns_of("member"):
        session.execute(
            update(column.table).where(column == launched.id).values({column.name: named.id})
        )
    session.execute(delete(Member).where(Member.id == launched.id))
    for column in _columns_of("person"):
        session.execute(
            update(column.table).where(column == person).values({column.name: named.person_id})
        )
    session.execute(delete(Person).where(Person.id == person))
    session.expunge(launched)
    session.expire_all()


def _columns_of(table: str) -> Iterator[Column[Any]]:
    """Every column, of whatever table, that names a row of this one."""
    for each in Base.metadata.sorted_tables:
        for column in each.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                yield column
