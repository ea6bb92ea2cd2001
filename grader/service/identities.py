"""Accounts of other organisations, and the persons whom they are.

An account is somebody's once it is connected: by that person, who is signed in here at the time; or by the
roster, where the settings say that a provider's e-mail addresses or ids may be matched to it. What was
connected stays so, whatever the account's address becomes. Nobody is ever added.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from grader.service.audit_log import note
from grader.service.credentials import secret_hash
from grader.service.database_tables import Identity, Member, Person, SignIn, now
from grader.service.openid import IDENTITIES, Account, ProviderSettings

SIGN_IN_LIFE = timedelta(minutes=15)
"""So long somebody may take for the provider's pages."""


def begin(session: Session, provider: str, back_to: str) -> str:
    """Return the secret of a sign-in that begins; the browser keeps it.

    Args:
        provider: the provider's id in the settings.
        back_to: the page that is shown afterwards.
    """
    session.execute(delete(SignIn).where(SignIn.expires_at <= now()))
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            hash=_hash(secret),
            provider=provider,
            back_to=back_to,
            expires_at=now() + SIGN_IN_LIFE,
        )
    )
    return secret


def end(session: Session, provider: str, secret: str) -> SignIn | None:
    """The sign-in that this browser began; None where there is none, and from the second time on."""
    row = _open(session, provider, secret)
    if row is None or row.answered_at is not None:
        return None
    row.answered_at = now()
    return row


def person_of(session: Session, account: Account) -> Person | None:
    """Whose account it is; None where it is connected to nobody."""
    return session.scalar(
        select(Person)
        .join(Identity, Identity.person_id == Person.id)
        .where(Identity.provider == account.provider, Identity.subject == account.subject)
    )


def by_roster(session: Session, account: Account, settings: ProviderSettings) -> Person | None:
    """Connect an account to the one person whom the roster knows by its id or its e-mail address.

    None where the settings do not allow it, where it is nobody's or more than one person's, and where that
    person has another account of the provider: addresses are given to somebody else one day.
    """
    found, how = None, "id"
    if account.number is not None:
        found = _only(session, Member.number == account.number)
    if found is None and settings.match_email and account.email is not None:
        found, how = _only(session, func.lower(Person.email) == account.email.lower()), "email"
    if found is None or account.provider in connected(session, found):
        return None
    _add(session, found, account, how)
    return found


def offer_connection(session: Session, provider: str, secret: str, account: Account) -> None:
    """Keep an account that is nobody's, until the person who is signed in says that it is theirs."""
    row = _open(session, provider, secret)
    if row is not None:
        row.subject = account.subject


def connect(
    session: Session, person: Person, provider: str, identity_provider: str, secret: str
) -> str | None:
    """Connect the account of `offer_connection` to a person; returns the page to go on to.

    None where there is no such offer (any more), or the account or the person has another connection.
    """
    row = _open(session, provider, secret)
    if row is None or row.subject is None:
        return None
    account = Account(identity_provider, row.subject)
    back_to = row.back_to
    session.delete(row)
    if person_of(session, account) is not None or account.provider in connected(session, person):
        return None
    _add(session, person, account, "person")
    return back_to


def disconnect(session: Session, member: Member) -> int:
    """End a person's connections to accounts of OpenID providers; returns how many there were."""
    query = select(Identity).where(
        Identity.person_id == member.person_id, Identity.provider.startswith(IDENTITIES)
    )
    rows = session.scalars(query).all()
    for row in rows:
        session.delete(row)
    if rows:
        note(session, member.course_id, None, "account.disconnected", member.id, accounts=len(rows))
    return len(rows)


def connected(session: Session, person: Person) -> set[str]:
    """The providers that a person has an account of, as identities name them."""
    return set(session.scalars(select(Identity.provider).where(Identity.person_id == person.id)))


def _open(session: Session, provider: str, secret: str) -> SignIn | None:
    row = session.get(SignIn, _hash(secret))
    if row is None or row.provider != provider or row.expires_at <= now():
        return None
    return row


def _only(session: Session, condition: ColumnElement[bool]) -> Person | None:
    """The person in a roster for whom this holds, if it holds for exactly one."""
    query = select(Person).join(Member, Member.person_id == Person.id).where(condition)
    found = session.scalars(query.distinct()).all()
    return found[0] if len(found) == 1 else None


def _add(session: Session, person: Person, account: Account, how: str) -> None:
    session.add(Identity(person_id=person.id, provider=account.provider, subject=account.subject))
    session.flush()
    for member in session.scalars(select(Member).where(Member.person_id == person.id)):
        note(
            session, member.course_id, member, "account.connected", member.id,
            provider=account.provider, by=how,
        )  # fmt: skip


def _hash(secret: str) -> str:
    """By what the database knows a sign-in."""
    return secret_hash(f"sign-in {secret}")
