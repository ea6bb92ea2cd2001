"""Who has launched, in which course, and where the link leads: from a checked message to rows.

A platform's user is one person, known by the platform's issuer and its id of the user. The first time, a
roster may name the person: by that id in its column ``lti`` (later, too: see `same_person`); or, where the instructor has said so for the
platform, by the institution's id or the e-mail address. The latter joins students alone: an address that
somebody has changed on the platform must open no instructor's account.
"""

from __future__ import annotations

from itertools import chain, count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.service.audit_log import note
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    Deployment,
    Identity,
    Member,
    Person,
    Platform,
    PlatformContext,
    ResourceLink,
    Role,
    now,
)
from grader.service.lti.claims import PlatformUser
from grader.service.lti.launch import Message
from grader.service.lti.platforms import is_accepted, origin_of
from grader.service.lti.refusal import Advice, LaunchRefused
from grader.service.platform_users import ROSTER_COLUMN, first_issuer, provider_of
from grader.service.same_person import is_in_roster

_MOST_WAITING = 50
_MOST_ORIGINS = 20


def context_of(database: Database, platform: Platform, message: Message) -> PlatformContext:
    """Return the context of a launch; raises LaunchRefused where nobody has accepted it.

    One that a teacher launches from is kept, so that it can be accepted.
    """
    with database.writing() as session:
        context = _seen(session, session.get_one(Platform, platform.id), message)
        accepted = is_accepted(session, platform, message.deployment)
    if not accepted:
        raise LaunchRefused("deployment", Advice.WAIT)
    if context is None or context.course_id is None:
        raise LaunchRefused("context", Advice.WAIT)
    return context


def _seen(session: Session, platform: Platform, message: Message) -> PlatformContext | None:
    known = (
        PlatformContext.platform_id == platform.id,
        PlatformContext.deployment == message.deployment,
    )
    context = session.scalar(
        select(PlatformContext).where(*known, PlatformContext.context == message.context)
    )
    if context is None:
        if not message.user.role.is_staff or _waiting(session, platform) >= _MOST_WAITING:
            return None
        context = PlatformContext(
            platform_id=platform.id,
            deployment=message.deployment,
            context=message.context,
            title=message.context_title or message.context,
        )
        session.add(context)
        if session.get(Deployment, (platform.id, message.deployment)) is None:
            session.add(Deployment(platform_id=platform.id, deployment=message.deployment))
    context.title = message.context_title or context.title
    context.memberships_url = message.memberships or context.memberships_url
    context.seen_at = now()
    shown = [origin_of(url) for url in (message.returns_to, message.memberships) if url]
    if new := [one for one in shown if one not in platform.origins]:
        platform.origins = list(dict.fromkeys([*platform.origins, *new]))[:_MOST_ORIGINS]
    session.flush()
    return context


def _waiting(session: Session, platform: Platform) -> int:
    query = select(func.count()).where(
        PlatformContext.platform_id == platform.id, PlatformContext.course_id.is_(None)
    )
    return session.scalar(query) or 0


def member_of(
    session: Session,
    platform: Platform,
    course_id: str,
    user: PlatformUser,
) -> Member:
    """Return the member that a platform's user is in a course; who is none yet becomes one.

    Where the roster names a member, its role stands; else the platform's, at every launch.
    """
    provider = provider_of(platform.issuer)
    identity = session.scalar(
        select(Identity).where(Identity.provider == provider, Identity.subject == user.id)
    )
    if identity is None:
        person = _named(session, platform, course_id, user)
        if person is None:
            person = Person(name=user.name or user.sourced_id or user.id, email=user.email)
            session.add(person)
            session.flush()
        session.add(Identity(person_id=person.id, provider=provider, subject=user.id))
        session.flush()
    else:
        person = identity.person
    member = session.scalar(
        select(Member).where(Member.course_id == course_id, Member.person_id == person.id)
    )
    if member is None:
        number = _free_number(session, course_id, user)
        member = Member(course_id=course_id, person_id=person.id, number=number, columns={})
        session.add(member)
    elif is_in_roster(session, member):
        return member
    else:
        person.name, person.email = user.name or person.name, user.email or person.email
        if member.role is user.role:
            return member
    member.role = user.role
    session.flush()
    note(session, course_id, None, "member.admitted", member.id, role=str(user.role), by="platform")
    return member


def _named(
    session: Session, platform: Platform, course_id: str, user: PlatformUser
) -> Person | None:
    """The person whom the roster means by a platform's user; None where it names none, or several."""
    members = select(Person).join(Member, Member.person_id == Person.id)
    members = members.where(Member.course_id == course_id).limit(2)
    if platform.issuer == first_issuer(session, platform.course_id):
        column = Member.columns[ROSTER_COLUMN].as_string()
        found = session.scalars(members.where(column == user.id)).all()
        if len(found) == 1:
            return found[0]
    if not platform.matches_roster or user.role is not Role.STUDENT:
        return None
    known = select(Identity.person_id).where(
        Identity.provider == provider_of(platform.issuer), Identity.person_id == Person.id
    )
    students = members.where(Member.role == Role.STUDENT, ~known.exists())
    for told, same in (
        (user.sourced_id, Member.number == user.sourced_id),
        (user.email, func.lower(Person.email) == (user.email or "").lower()),
    ):
        found = session.scalars(students.where(same)).all() if told else []
        if len(found) == 1:
            return found[0]
    return None


def _free_number(session: Session, course_id: str, user: PlatformUser) -> str:
    """An id for the roster. The platform's own id alone could be that of somebody else in a roster."""
    own = f"lti-{user.id}"
    wanted = [own] if user.sourced_id is None else [user.sourced_id, own]
    for number in chain(wanted, (f"{own}-{n}" for n in count(2))):
        taken = select(Member.id).where(Member.course_id == course_id, Member.number == number)
        if session.scalar(taken) is None:
            return number
    raise AssertionError  # counting does not end


def link_of(session: Session, context: PlatformContext, message: Message) -> ResourceLink:
    """Return the link that was launched, with what the platform says of it now; raises LaunchRefused.

    The platform's instructors choose where a link leads, by Deep Linking or on a page of the service. What
    the link itself says, the platform has signed.
    """
    assert message.link is not None
    row = session.scalar(
        select(ResourceLink).where(
            ResourceLink.platform_id == context.platform_id,
            ResourceLink.deployment == message.deployment,
            ResourceLink.link == message.link,
        )
    )
    if row is None:
        row = ResourceLink(
            platform_id=context.platform_id, deployment=message.deployment, link=message.link,
            context_id=context.id, scopes=[],
        )  # fmt: skip
        session.add(row)
    elif row.context_id != context.id:
        raise LaunchRefused("link-of-another-context")
    if message.assignment is not None and message.assignment != row.assignment_id:
        session.flush()
        lead(session, row, message.assignment, None)
    grades = message.grades
    row.title = message.link_title or row.title
    row.lineitem_url = grades.lineitem or row.lineitem_url
    row.lineitems_url = grades.lineitems or row.lineitems_url
    row.scopes = list(grades.scopes) or row.scopes
    session.flush()
    return row


def lead(session: Session, link: ResourceLink, assignment_id: str, by: Member | None) -> None:
    """Have a link lead to an assignment of its course; raises LaunchRefused for any other."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or assignment.course_id != link.context.course_id:
        raise LaunchRefused("assignment")
    link.assignment_id = assignment.id
    session.flush()
    note(session, assignment.course_id, by, "link.leads", link.id, assignment=assignment.id)
