"""Secrets that are handed out: links that sign in once, sessions of browsers, tokens of the API.

Only a hash is kept, so the database gives no secret away. The secrets are random, 256 bits: a plain hash
suffices, since there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from grader.service.database_tables import Credential, Member, Person, now

LINK_LIFE = timedelta(days=14)
SESSION_LIFE = timedelta(days=30)
LAUNCH_LIFE = timedelta(days=1)
"""Of a session that a platform has opened: it is opened again with the next click there."""
REGISTRATION_LIFE = timedelta(days=7)
_LINK, _SESSION, _TOKEN, _REGISTRATION = "link", "session", "token", "registration"
_PREFIX = "grader_"
"""Of tokens: a scanner of repositories can find one that was published by mistake."""


def issue_link(session: Session, person: Person) -> str:
    """Return the secret of a new sign-in link; earlier links of the person that were not used end."""
    _end_all(session, _LINK, Credential.person_id == person.id, Credential.used_at.is_(None))
    return _issue(
        session, Credential(kind=_LINK, person_id=person.id, expires_at=now() + LINK_LIFE)
    )


def use_link(session: Session, secret: str) -> Person | None:
    """Return the person whom a link signs in, the only time that it does; None for any other secret."""
    row = _valid(session, secret, _LINK)
    if row is None or row.used_at is not None:
        return None
    row.used_at = now()
    return session.get_one(Person, row.person_id)


def link_is_good(session: Session, secret: str) -> bool:
    """Whether the link would sign somebody in; looking does not use it up."""
    row = _valid(session, secret, _LINK)
    return row is not None and row.used_at is None


def open_session(
    session: Session,
    person: Person,
    provider: str | None = None,
    life: timedelta = SESSION_LIFE,
) -> str:
    """Return the secret of a new session of a browser.

    Args:
        provider: by which the person has signed in, where it was one of the settings' providers.
        life: how long it lasts.
    """
    return _issue(
        session,
        Credential(kind=_SESSION, person_id=person.id, provider=provider, expires_at=now() + life),
    )


def session_provider(session: Session, secret: str) -> str | None:
    """The provider by which a browser's session was opened, if it was by one."""
    row = _valid(session, secret, _SESSION)
    return None if row is None else row.provider


def session_person(session: Session, secret: str, lasts: timedelta = timedelta(0)) -> Person | None:
    """Return who is signed in; None for a secret that is none, has expired or was ended.

    Args:
        lasts: None also for a session that ends sooner.
    """
    row = _valid(session, secret, _SESSION)
    if row is None or (row.expires_at is not None and row.expires_at < now() + lasts):
        return None
    return session.get_one(Person, row.person_id)


def issue_registration(session: Session, member: Member) -> str:
    """Return the secret of an address at which a platform registers itself, once, for a member's course."""
    row = Credential(kind=_REGISTRATION, person_id=member.person_id, member_id=member.id)
    row.expires_at = now() + REGISTRATION_LIFE
    return _issue(session, row)


def registration_member(session: Session, secret: str, use: bool = False) -> Member | None:
    """Return who has asked for such an address; None where it is none, or was used.

    Args:
        use: whether it is used now.
    """
    row = _valid(session, secret, _REGISTRATION)
    if row is None or row.used_at is not None:
        return None
    if use:
        row.used_at = now()
    return session.get(Member, row.member_id)


def issue_token(session: Session, member: Member) -> str:
    """Return a new token of the API for a member of one course."""
    row = Credential(kind=_TOKEN, person_id=member.person_id, member_id=member.id)
    return _issue(session, row, _PREFIX)


def token_member(session: Session, secret: str) -> Member | None:
    """Return the member whose token it is."""
    row = _valid(session, secret, _TOKEN)
    return None if row is None else session.get(Member, row.member_id)


def revoke(session: Session, secret: str) -> bool:
    """End a link, session or token; returns whether there was one."""
    row = session.get(Credential, secret_hash(secret))
    if row is None or row.revoked_at is not None:
        return False
    row.revoked_at = now()
    return True


def revoke_tokens(session: Session, member: Member) -> int:
    """End every token of a member; returns how many there were."""
    return _end_all(session, _TOKEN, Credential.member_id == member.id)


def end_sessions(session: Session, person: Person) -> None:
    """Sign a person out in every browser."""
    _end_all(session, _SESSION, Credential.person_id == person.id)


def form_token(session_secret: str) -> str:
    """Return what a form of this session must hold: another site cannot know it."""
    return hashlib.sha256(f"form {session_secret}".encode()).hexdigest()


def is_form_token(session_secret: str, token: str) -> bool:
    """Whether a form was made for this session."""
    return hmac.compare_digest(form_token(session_secret).encode(), token.encode())


def _issue(session: Session, row: Credential, prefix: str = "") -> str:
    secret = prefix + secrets.token_urlsafe(32)
    row.hash = secret_hash(secret)
    session.add(row)
    session.flush()
    return secret


def _end_all(session: Session, kind: str, *which: ColumnElement[bool]) -> int:
    """End the secrets of a kind that have not ended yet; returns how many there were."""
    query = select(Credential).where(
        Credential.kind == kind, Credential.revoked_at.is_(None), *which
    )
    rows = session.scalars(query).all()
    for row in rows:
        row.revoked_at = now()
    return len(rows)


def _valid(session: Session, secret: str, kind: str) -> Credential | None:
    row = session.get(Credential, secret_hash(secret))
    if row is None or row.kind != kind or row.revoked_at is not None:
        return None
    if row.expires_at is not None and row.expires_at <= now():
        return None
    return row


def secret_hash(secret: str) -> str:
    """By what the database knows a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
