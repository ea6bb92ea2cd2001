"""Who handed a submission in, as reports say it."""

from __future__ import annotations

from grader.intake import Pending
from grader.report.model import MemberSection
from grader.text import harmless


def members(pending: Pending) -> tuple[MemberSection, ...]:
    """Who handed it in, for the report; nobody where the names tell nothing."""
    return tuple(
        MemberSection(
            id=harmless(person.id),
            name=harmless(person.name) if person.name else None,
            ids=tuple(map(harmless, person.others)),
            section=harmless(person.section) if person.section else None,
        )
        for person in pending.people
    )
