"""Reading the roster of a course on a platform (NRPS): who is new, who has left.

Whoever the platform names becomes a member as by a launch. Nobody is removed, and nobody is kept from handing in:
a roster may be wrong for an hour, a deadline passes in it. Who is inactive, or named no more, is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.audit_log import note
from grader.service.database import Database
from grader.service.database_tables import (
    ContextMember,
    Identity,
    Member,
    Platform,
    PlatformContext,
    now,
)
from grader.service.lti.arrival import member_of
from grader.service.lti.claims import PlatformUser, identifier, role_of
from grader.service.lti.platforms import is_accepted
from grader.service.lti.service_calls import Declined, ShutOut, Tokens, calls
from grader.service.platform_users import provider_of
from grader.util.batched import batched

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_AT_ONCE = 200
_ACTIVE = "Active"


def active_contexts(session: Session) -> list[PlatformContext]:
    """The accepted contexts that have a roster."""
    rows = session.scalars(
        select(PlatformContext)
        .join(PlatformContext.platform)
        .where(
            PlatformContext.course_id.is_not(None),
            PlatformContext.memberships_url.is_not(None),
            Platform.removed_at.is_(None),
        )
        .order_by(PlatformContext.id)
    )
    return [row for row in rows if is_accepted(session, row.platform, row.deployment)]


def read_roster(database: Database, tokens: Tokens, context_id: str) -> str | None:
    """Bring the members of a context up to date; returns what is wrong with its roster, if anything is.

    Raises Unavailable. A roster that cannot be read to its end changes nothing.
    """
    with database.reading() as session:
        found = {context.id: context for context in active_contexts(session)}
    if context_id not in found:
        return None
    context = found[context_id]
    assert context.memberships_url is not None
    named: dict[str, tuple[PlatformUser, bool]] = {}
    try:
        with calls(context.platform, tokens, (SCOPE,)) as http:
            for content in http.pages(context.memberships_url, _TYPE):
                named |= {user.id: (user, active) for user, active in _read(content)}
    except (Declined, ShutOut) as fault:
        return str(fault)
    if not named:
        return "its roster names nobody"
    _keep(database, context, list(named.values()))
    return None


def _read(content: Any) -> list[tuple[PlatformUser, bool]]:
    """The people on one page, and who is active; who has no role that counts is nobody here.

    Raises Declined for no page.
    """
    people = content.get("members") if isinstance(content, dict) else None
    if not isinstance(people, list):
        raise Declined("its roster is none", 200)
    found = []
    for one in filter(lambda one: isinstance(one, dict), people):
        user, role = identifier(one, "user_id"), role_of(one.get("roles"))
        if user is not None and role is not None:
            known = PlatformUser.of(user, role, one, one, "lis_person_sourcedid")
            found.append((known, one.get("status", _ACTIVE) == _ACTIVE))
    return found


def _keep(
    database: Database, context: PlatformContext, named: Sequence[tuple[PlatformUser, bool]]
) -> None:
    course, platform = context.course_id, context.platform
    assert course is not None
    begun, active = now(), 0
    with database.reading() as session:
        before = set(session.scalars(select(Member.id).where(Member.course_id == course)))
    seen: set[str] = set()
    for part in batched(named, _AT_ONCE):
        with database.writing() as session:
            for user, is_active in part:
                if not is_active and not _is_known(session, platform, user.id):
                    continue  # who has left before coming here is nobody
                member = member_of(session, platform, course, user)
                seen.add(member.id)
                active += is_active
                session.merge(
                    ContextMember(
                        context_id=context.id, member_id=member.id, is_active=is_active,
                        seen_at=begun,
                    )
                )  # fmt: skip
    with database.writing() as session:
        gone = 0
        for row in _rows(session, context.id):
            if row.member_id not in seen and row.is_active and row.seen_at < begun:
                row.is_active, gone = False, gone + 1
        note(
            session, course, None, "roster.read", context.id, platform=platform.title,
            active=active, new=len(seen - before), left=gone,
        )  # fmt: skip


def _is_known(session: Session, platform: Platform, user: str) -> bool:
    query = select(Identity.id).where(
        Identity.provider == provider_of(platform.issuer), Identity.subject == user
    )
    return session.scalar(query) is not None


def _rows(session: Session, context_id: str) -> list[ContextMember]:
    query = select(ContextMember).where(ContextMember.context_id == context_id)
    return list(session.scalars(query))


def seen_in(session: Session, context: PlatformContext, member: Member) -> None:
    """Keep that a member has come from a context: the platform lets in whoever is active there."""
    session.merge(
        ContextMember(context_id=context.id, member_id=member.id, is_active=True, seen_at=now())
    )


def left(session: Session, context_id: str) -> Sequence[Member]:
    """The members whom a context's roster has made inactive, or names no more."""
    return session.scalars(
        select(Member)
        .join(ContextMember, ContextMember.member_id == Member.id)
        .where(ContextMember.context_id == context_id, ContextMember.is_active.is_(False))
        .order_by(Member.number)
    ).all()
