"""``grader grade --dry-run``: which submissions and files a run would grade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grader.cli.output import emit, emit_json, message
from grader.util.table import table
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.classroom.enrolment import Enrolled
    from grader.model.delivery import Intake, Pending

_HEADER = ("student", "name", "late", "attempt", "submitted at", "path", "files")
_WITHOUT_OWNER = ("unassigned file", "reason")


def show(
    intake: Intake, pending: Sequence[Pending], enrolled: Enrolled | None, as_json: bool
) -> None:
    """Print what a run would grade: a table, or JSON, to stdout."""
    if as_json:
        emit_json(_data(intake, pending, enrolled))
        return
    emit(table(_HEADER, [_row(each) for each in pending]))
    if intake.unassigned:
        rows = [(harmless(each.file), harmless(each.reason)) for each in intake.unassigned]
        emit("\n" + table(_WITHOUT_OWNER, rows))
    message("dry run: nothing was graded, and nothing was written")


def _row(pending: Pending) -> tuple[str, ...]:
    delivery = pending.delivery()
    names = " + ".join(person.name for person in pending.people if person.name)
    files = "; ".join(file for each in pending.handed_in for file, _ in each.parts)
    problem = next((each.broken for each in pending.handed_in if each.broken), None)
    return (
        harmless(pending.student),
        harmless(names),
        {True: "late", False: "no", None: ""}[delivery.late],
        str(delivery.attempt or ""),
        delivery.submitted_at or "",
        harmless(pending.file, 200),
        harmless(files or f"none: {problem or 'no .py and no .ipynb file'}", 400),
    )


def _data(intake: Intake, pending: Sequence[Pending], enrolled: Enrolled | None) -> dict[str, Any]:
    return {
        "summary": intake.summary,
        "messages": list(intake.messages),
        "students": [_student(each) for each in pending],
        "unassigned": [{"file": each.file, "reason": each.reason} for each in intake.unassigned],
        "not_on_the_roster": list(enrolled.unmatched) if enrolled else [],
        "not_submitted": list(enrolled.absent) if enrolled else [],
    }


def _student(pending: Pending) -> dict[str, Any]:
    delivery = pending.delivery()
    return {
        "student": pending.student,
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "other_ids": list(person.others),
                "section": person.section,
            }
            for person in pending.people
        ],
        "platform": pending.platform or None,
        "submissions": [
            {
                "file": each.file,
                "files": [file for file, _ in each.parts],
                "problem": each.broken,
                "notes": [note.text for note in each.notes],
            }
            for each in pending.handed_in
        ],
        "late": delivery.late,
        "attempt": delivery.attempt,
        "submitted_at": delivery.submitted_at,
    }
