"""Which platforms launch the service, where they have installed it, and where their links lead.

A platform is registered for one course. What it says of a course of its own, a *context*, counts once an
instructor has accepted that context: else whoever teaches anything on the platform would see this class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from grader.service.access import NotFound
from grader.service.addresses import is_confidential
from grader.service.audit_log import note
from grader.service.database_tables import (
    Course,
    Deployment,
    Member,
    Platform,
    PlatformContext,
    ResourceLink,
    now,
)
from grader.util.errors import UsageError

_LONGEST = 2000
_COPIED = (
    "issuer", "client_id", "auth_url", "token_url", "jwks_url", "token_audience", "matches_roster",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registration:
    """What must be known of a platform to be launched by it.

    issuer          what the platform calls itself, an address
    client_id       what the platform calls this service
    auth_url        where a browser is sent to be told who its user is
    token_url       where the service gets tokens for grades and rosters
    jwks_url        where the platform's public keys are
    token_audience  whom such a request is addressed to, where that is not token_url
    origins         of pages that may show the service in a frame, beside those of issuer and auth_url
    deployments     where the platform has installed the service
    matches_roster  whether its users may be found in the roster by the platform's id or e-mail of them
    """

    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    title: str = ""
    token_audience: str | None = None
    origins: tuple[str, ...] = ()
    deployments: tuple[str, ...] = ()
    matches_roster: bool = False

    def refuse_nonsense(self) -> None:
        """Raise UsageError for addresses that cannot be used, and for what is missing."""
        for name, url in (
            ("issuer", self.issuer),
            ("authentication address", self.auth_url),
            ("token address", self.token_url),
            ("address of the keys", self.jwks_url),
            *(("origin", origin) for origin in self.origins),
        ):
            refuse_unsafe(name, url)
            refuse_plain(name, url, self.issuer)
        if len(self.issuer) > 190:
            raise UsageError("the issuer is longer than 190 characters")
        if not self.client_id.strip() or len(self.client_id) > 255:
            raise UsageError("the client id is missing, or longer than 255 characters")
        if any(not one.strip() or len(one) > 255 for one in self.deployments):
            raise UsageError("a deployment id is empty, or longer than 255 characters")


def refuse_unsafe(name: str, url: str) -> None:
    """Raise UsageError for an address to which nothing may be sent: http is for this machine alone."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises ValueError for nonsense
    except ValueError:
        host = ""
    plain = url.isascii() and url.isprintable() and not set(url) & set(" \"'<>;,\\")
    if not host or "*" in host or not plain or len(url) > _LONGEST or parts.username is not None:
        raise UsageError(f"the {name} is no address: {url[:200]!r}")
    if not is_confidential(url):
        raise UsageError(f"the {name} must begin with https://: {url[:200]}")


def refuse_plain(name: str, url: str, other: str) -> None:
    """Raise UsageError for an address on this machine, unless the other one is there as well."""
    if urlsplit(url).scheme != "https" and urlsplit(other).scheme == "https":
        raise UsageError(f"the {name} must begin with https://: {url[:200]}")


def origin_of(url: str) -> str:
    """Return the scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def add(
    session: Session, course: Course, registration: Registration, by: Member | None = None
) -> Platform:
    """Register a platform for a course; one that was removed launches again, by what is said of it now.

    Args:
        by: who does it; None for a command in a shell.

    Raises UsageError for nonsense, and for a platform that is registered already.
    """
    registration.refuse_nonsense()
    same = session.scalars(select(Platform).where(Platform.issuer == registration.issuer)).all()
    row = next((one for one in same if one.client_id == registration.client_id), None)
    if row is not None and (row.removed_at is None or row.course_id != course.id):
        raise UsageError("this platform is registered already")
    for one in same:
        # Persons are known by the issuer, so its keys must be the same wherever it is registered.
        if (one.removed_at is None or one.course_id != course.id) and (
            one.jwks_url != registration.jwks_url
        ):
            raise UsageError("this issuer is registered already, with another address of its keys")
    origins = [origin_of(url) for url in (registration.issuer, registration.auth_url)]
    origins += [origin_of(url) for url in registration.origins]
    row = row or Platform(course_id=course.id)
    for name in _COPIED:
        setattr(row, name, getattr(registration, name))
    row.title = registration.title.strip()[:200] or urlsplit(registration.issuer).hostname or ""
    row.origins, row.removed_at = list(dict.fromkeys(origins)), None
    session.add(row)
    session.flush()
    for deployment in registration.deployments:
        session.merge(
            Deployment(platform_id=row.id, deployment=deployment.strip(), accepted_at=now())
        )
    session.flush()
    note(
        session, course.id, by, "platform.added", row.id,
        issuer=row.issuer, client_id=row.client_id, matches_roster=row.matches_roster,
    )  # fmt: skip
    return row


def remove(session: Session, platform: Platform, by: Member | None = None) -> None:
    """Have a platform launch nothing any more; its users stay members, with what they handed in."""
    platform.removed_at = now()
    note(session, platform.course_id, by, "platform.removed", platform.id)


def platforms_of(session: Session, course_id: str) -> list[Platform]:
    """The platforms of a course that launch, the oldest first."""
    query = select(Platform).where(Platform.course_id == course_id, Platform.removed_at.is_(None))
    return list(session.scalars(query.order_by(Platform.created_at)))


def platform_of(session: Session, course_id: str, platform_id: str) -> Platform:
    """One of `platforms_of`; raises NotFound."""
    row = session.get(Platform, platform_id)
    if row is None or row.course_id != course_id or row.removed_at is not None:
        raise NotFound
    return row


def framing_origins(session: Session) -> list[str]:
    """The origins of all platforms' pages, which may show the service in a frame."""
    rows = session.scalars(select(Platform.origins).where(Platform.removed_at.is_(None)))
    return sorted({origin for origins in rows for origin in origins})


def deployments_of(session: Session, platform: Platform) -> list[Deployment]:
    """Where a platform has installed the service, accepted or not."""
    query = select(Deployment).where(Deployment.platform_id == platform.id)
    return list(session.scalars(query.order_by(Deployment.deployment)))


def is_accepted(session: Session, platform: Platform, deployment: str) -> bool:
    """Whether a deployment launches the service."""
    row = session.get(Deployment, (platform.id, deployment))
    return row is not None and row.accepted_at is not None


def contexts_of(session: Session, course_id: str) -> Sequence[PlatformContext]:
    """The courses on platforms that ask for a course, or belong to it: those that wait come first."""
    return session.scalars(
        select(PlatformContext)
        .join(PlatformContext.platform)
        .where(Platform.course_id == course_id, Platform.removed_at.is_(None))
        .order_by(PlatformContext.course_id.is_not(None), PlatformContext.seen_at)
    ).all()


def context_of(session: Session, course_id: str, context_id: str) -> PlatformContext:
    """One of `contexts_of`; raises NotFound."""
    context = session.get(PlatformContext, context_id)
    if context is None:
        raise NotFound
    platform_of(session, course_id, context.platform_id)
    return context


def accept(session: Session, context: PlatformContext, by: Member | None = None) -> None:
    """Have the people of a course on a platform be members of the platform's course here.

    Its deployment is accepted with it.
    """
    course_id = context.platform.course_id
    deployment = session.get(Deployment, (context.platform_id, context.deployment))
    if deployment is None:
        deployment = Deployment(platform_id=context.platform_id, deployment=context.deployment)
        session.add(deployment)
    deployment.accepted_at = deployment.accepted_at or now()
    context.course_id = course_id
    note(session, course_id, by, "context.accepted", context.id, title=context.title)


def release(session: Session, context: PlatformContext, by: Member | None = None) -> None:
    """Have a course on a platform lead here no more; its people stay members."""
    context.course_id = None
    course_id = context.platform.course_id
    note(session, course_id, by, "context.released", context.id, title=context.title)


def links(session: Session, *conditions: ColumnElement[bool]) -> Sequence[ResourceLink]:
    """The links on platforms that lead to an assignment, from contexts that are accepted; the oldest first."""
    return session.scalars(
        select(ResourceLink)
        .join(ResourceLink.context)
        .join(ResourceLink.platform)
        .where(
            PlatformContext.course_id.is_not(None),
            Platform.removed_at.is_(None),
            ResourceLink.assignment_id.is_not(None),
            *conditions,
        )
        .order_by(ResourceLink.created_at)
    ).all()
