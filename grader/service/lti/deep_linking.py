"""Deep Linking: an instructor chooses, from inside the platform, which assignment a new link leads to."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from grader.service.access import NotFound
from grader.service.database import Database
from grader.service.database_tables import (
    Assignment,
    DeepLink,
    Member,
    PlatformContext,
    Role,
    iso,
    now,
)
from grader.service.lti.claims import texts
from grader.service.lti.keys import signed
from grader.service.lti.launch import DEEP_LINKING, LTI, Message
from grader.service.lti.platforms import refuse_unsafe
from grader.service.lti.refusal import Advice, LaunchRefused
from grader.util.errors import UsageError

_LIFE = timedelta(hours=1)
_LONGEST_DATA = 20_000


def ask(session: Session, context: PlatformContext, member: Member, message: Message) -> DeepLink:
    """Keep what a platform asks a member; raises LaunchRefused for what cannot be answered."""
    if member.role is not Role.INSTRUCTOR:
        raise LaunchRefused("not-an-instructor", Advice.TEACHER)
    settings = message.settings
    address, data = settings.get("deep_link_return_url"), settings.get("data")
    try:
        refuse_unsafe("return address", address if isinstance(address, str) else "")
    except UsageError:
        raise LaunchRefused("deep-link-return-url") from None
    if "ltiResourceLink" not in texts(settings, "accept_types"):
        raise LaunchRefused("accept-types")
    if data is not None and (not isinstance(data, str) or len(data) > _LONGEST_DATA):
        raise LaunchRefused("deep-link-data")
    row = DeepLink(
        context_id=context.id, member_id=member.id, return_url=address, data=data,
        takes_line_item=settings.get("accept_lineitem") is not False, expires_at=now() + _LIFE,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def asked(session: Session, person_id: str, id_: str) -> tuple[DeepLink, Member]:
    """What a platform has asked this very person, not answered yet; raises NotFound."""
    row = session.get(DeepLink, id_)
    member = session.get(Member, row.member_id) if row else None
    if row is None or member is None or member.person_id != person_id:
        raise NotFound
    context, is_over = row.context, row.used_at is not None or row.expires_at <= now()
    if is_over or context.platform.removed_at is not None or context.course_id != member.course_id:
        raise LaunchRefused("deep-link-answered" if row.used_at else "deep-link-over", Advice.AGAIN)
    if member.role is not Role.INSTRUCTOR:
        raise LaunchRefused("not-an-instructor", Advice.TEACHER)
    return row, member


def content_item(row: DeepLink, assignment: Assignment, launch: str) -> dict[str, Any]:
    """The link as the platform makes it.

    Args:
        launch: the service's address for launches.
    """
    page = assignment.version.page
    title = page["title"]
    item: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": title,
        "url": launch,
        "custom": {"assignment": assignment.id},
    }
    if row.takes_line_item:
        item["lineItem"] = {
            "scoreMaximum": page["points"],
            "label": title,
            "resourceId": assignment.id,
        }
    if assignment.due_at is not None:
        item["submission"] = {"endDateTime": iso(assignment.due_at)}
    return item


def response(database: Database, row: DeepLink, items: list[dict[str, Any]]) -> str:
    """Return the signed answer to a platform."""
    claims = {
        "iss": row.context.platform.client_id,
        "aud": row.context.platform.issuer,
        "nonce": secrets.token_urlsafe(24),
        LTI + "deployment_id": row.context.deployment,
        LTI + "message_type": "LtiDeepLinkingResponse",
        LTI + "version": "1.3.0",
        DEEP_LINKING + "content_items": items,
    }
    if row.data is not None:
        claims[DEEP_LINKING + "data"] = row.data
    return signed(database, claims)
