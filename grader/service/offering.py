"""Offering an exercise, changing its rules, and giving one member more: each with its line in the log."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from grader.service.audit_log import note
from grader.service.database_tables import (
    Assignment,
    ExerciseVersion,
    Extension,
    Member,
    iso,
    now,
)
from grader.service.rules import Rules, refuse_strange_times
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class More:
    """What one member is given: a due time of their own, attempts beyond those of everybody."""

    until: datetime | None = None
    extra_attempts: int = 0
    reason: str = ""


def add_assignment(
    session: Session, version: ExerciseVersion, rules: Rules, actor: Member | None = None
) -> Assignment:
    """Offer an exercise in this version by these rules; raises UsageError for rules that make no sense.

    Args:
        actor: who does it; None: somebody at a shell.
    """
    assignment = Assignment(
        id=f"{version.exercise}-{secrets.token_hex(3)}",
        course_id=version.course_id,
        exercise=version.exercise,
        version_id=version.id,
    )
    rules.put(assignment)
    session.add(assignment)
    _note(session, assignment, "assignment.offered", actor, rules=plain(rules))
    return assignment


def change_rules(
    session: Session, assignment: Assignment, rules: Rules, actor: Member | None = None
) -> None:
    """Change the rules of an assignment: they are in force at once, also for what was handed in before.

    Raises UsageError for rules that make no sense.
    """
    before, after = plain(Rules.of(assignment)), plain(rules)
    rules.put(assignment)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        _note(session, assignment, "assignment.changed", actor, changed=changed)


def set_extension(
    session: Session,
    assignment: Assignment,
    member: Member,
    more: More,
    actor: Member | None = None,
) -> Extension:
    """Give a member more; what the member was given before is replaced.

    Raises UsageError for what gives nothing, and for a member of another course.
    """
    rules = Rules.of(assignment)
    if member.course_id != assignment.course_id:
        raise UsageError("this member is not in the assignment's course")
    if more.until is None and not more.extra_attempts:
        raise UsageError("an extension gives a later time, or more attempts")
    if more.until is not None and rules.due_at is None and rules.closes_at is None:
        raise UsageError("the assignment has no due time and never closes: nothing can be extended")
    refuse_strange_times(more.until)
    last = rules.closes_at if rules.due_at is None else rules.due_at
    if more.until is not None and last is not None and more.until <= last:
        raise UsageError("an extension is later than the time of everybody")
    if more.extra_attempts and rules.attempts is None:
        raise UsageError("everybody may hand in as often as they like already")
    if not 0 <= more.extra_attempts <= 1000:
        raise UsageError("more attempts are a number from 1 to 1000")
    more = replace(more, reason=harmless(more.reason, _LONGEST_REASON).strip())
    if not more.reason:
        raise UsageError("an extension needs a reason")
    row = session.get(Extension, (assignment.id, member.id))
    if row is None:
        row = Extension(assignment_id=assignment.id, member_id=member.id)
        session.add(row)
    row.until, row.extra_attempts, row.reason = more.until, more.extra_attempts, more.reason
    row.set_by, row.set_at = (None if actor is None else actor.id), now()
    given = {name: value for name, value in plain(more).items() if name != "reason"}
    # The reason may be an illness, and the log keeps for ever what it is told.
    _note(session, assignment, "extension.set", actor, member=member.id, **given)
    return row


def end_extension(
    session: Session, assignment: Assignment, member: Member, actor: Member | None = None
) -> bool:
    """Take back what a member was given; returns whether there was anything."""
    row = session.get(Extension, (assignment.id, member.id))
    if row is None:
        return False
    session.delete(row)
    _note(session, assignment, "extension.ended", actor, member=member.id)
    return True


def _note(
    session: Session, assignment: Assignment, action: str, actor: Member | None, **detail: Any
) -> None:
    note(session, assignment.course_id, actor, action, assignment.id, **detail)


def plain(values: Rules | More) -> dict[str, Any]:
    """Fields as JSON can hold them: for the log, and for workers."""
    return {
        name: iso(value) if isinstance(value, datetime) else value
        for name, value in asdict(values).items()
    }
