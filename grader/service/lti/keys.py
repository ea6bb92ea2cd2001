"""The keys with which the service signs what it sends to platforms (RS256), and their rotation.

They are in the database: all processes and machines of a service sign with the same one, and a backup has
them. A new key is published a day before it signs, so that a platform that keeps the key set for a while
knows it by then; the former one stays published for a week after it signed for the last time.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.database import Database
from grader.service.database_tables import ToolKey, new_id, now

ALGORITHM = "RS256"
LIFE = timedelta(days=90)
_BEFOREHAND = timedelta(days=1)
_AFTERWARDS = timedelta(days=7)
_BITS = 2048


def signing_key(database: Database) -> RSAKey:
    """Return the key to sign with; makes the first one, and the next one when it is time."""
    return _read(next(row for row in reversed(_due(database)) if row.signs_from <= now()))


def key_set(database: Database) -> dict[str, Any]:
    """Return the public keys as a JSON Web Key Set (RFC 7517)."""
    keys = [_read(row).as_dict(private=False) for row in _due(database)]
    return {"keys": [{**key, "alg": ALGORITHM, "use": "sig"} for key in keys]}


def rotate(session: Session, at_once: bool = False) -> None:
    """Make a new key.

    Args:
        at_once: for a key that somebody may have got: the new key signs from now on, and the former ones
            leave the set. Else the new one is published first, and the former one stays for a while.
    """
    if at_once:
        for row in _rows(session):
            row.published_until = now()
    _add(session, timedelta(0) if at_once else _BEFOREHAND)


def signed(database: Database, claims: dict[str, Any], seconds: int = 300) -> str:
    """Return these claims as a JSON Web Token that is good for some seconds."""
    key = signing_key(database)
    moment = int(time.time())
    full = {"iat": moment, "exp": moment + seconds, **claims}
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": "JWT"}, full, key)


def _read(row: ToolKey) -> RSAKey:
    return RSAKey.import_key(row.private_key, {"kid": row.id})


def _due(database: Database) -> list[ToolKey]:
    """Those that are published, with the first one, or the next one when it is time."""
    with database.reading() as session:
        rows = _rows(session)
    if _wants_another(rows):
        with database.writing() as session:
            if _wants_another(_rows(session)):  # else another process was faster
                _add(session, _BEFOREHAND)  # the first one signs at once
            rows = _rows(session)
    return rows


def _wants_another(rows: list[ToolKey]) -> bool:
    return not rows or rows[-1].signs_from + LIFE - _BEFOREHAND <= now()


def _rows(session: Session) -> list[ToolKey]:
    """Those that are published, the oldest first."""
    query = select(ToolKey).where(
        (ToolKey.published_until.is_(None)) | (ToolKey.published_until > now())
    )
    return list(session.scalars(query.order_by(ToolKey.signs_from, ToolKey.created_at)))


def _add(session: Session, later: timedelta) -> None:
    rows, begins = _rows(session), now() + later
    if not rows:
        begins = now()
    for row in rows:
        if row.published_until is None:
            row.published_until = begins + _AFTERWARDS
    pem = RSAKey.generate_key(_BITS).as_pem(private=True).decode()
    session.add(ToolKey(id=new_id(), private_key=pem, signs_from=begins))
    session.flush()
