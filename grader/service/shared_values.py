"""What all machines of a service must know alike, kept in the database: no machine's disk holds the only copy."""

from __future__ import annotations

from sqlalchemy.orm import Session

from grader.service.database import Database
from grader.service.database_tables import ServiceValue, now

SIGNING_KEY = "signing-key"
"""The key that signs receipts, as PEM."""
FILES = "files"
"""The address of the object store that files are kept in; none: they are in the database."""
COURSE = "course"
"""The fingerprint of the course that is graded with: see `grader.service.course_version`."""
COURSE_FROM = "course-from"
"""The machine that set it."""


def known(session: Session, name: str) -> str | None:
    """The value of this name; None where none was set."""
    row = session.get(ServiceValue, name)
    return None if row is None else row.value


def set_value(session: Session, name: str, value: str) -> None:
    """Set a value."""
    session.merge(ServiceValue(name=name, value=value, set_at=now()))


def agreed(database: Database, name: str, proposed: str) -> str:
    """The value of this name. Where there is none, the proposed one becomes it: of two machines, the first one's."""
    with database.writing() as session:
        value = known(session, name)
        if value is None:
            set_value(session, name, proposed)
        return proposed if value is None else value
