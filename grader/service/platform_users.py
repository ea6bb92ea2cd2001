"""How the service knows the users of learning platforms: by an identity, and by a column of the roster."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.database_tables import Platform

ROSTER_COLUMN = "lti"
"""The roster's column of what the course's first platform calls a member."""


def provider_of(issuer: str) -> str:
    """Return the provider under which a platform's users have their `Identity`.

    It is the same for all registrations of a platform: who was known stays known after a new one.
    """
    return f"lti:{issuer}"


def first_issuer(session: Session, course_id: str) -> str | None:
    """Whose users the roster's column means: two platforms may call somebody 7."""
    query = select(Platform.issuer).where(
        Platform.course_id == course_id, Platform.removed_at.is_(None)
    )
    return session.scalars(query.order_by(Platform.created_at).limit(1)).first()
