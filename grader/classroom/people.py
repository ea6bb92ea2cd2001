"""Who handed a submission in, as reports say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from grader.model.delivery import Intake, Pending, Person
from grader.report.model import MemberSection, Report
from grader.report.store import REPORTS, read_report
from grader.util.errors import GraderError
from grader.util.untrusted_text import harmless


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


def remembered(intake: Intake, out: Path) -> Intake:
    """The submissions under the names that the reports in ``out`` know their students by.

    For a run that is about some students only, and was not given the roster again. Reports on groups
    are left out: whose file it was is not told by a member's name.
    """
    known: dict[str, tuple[str, MemberSection] | None] = {}
    for report in _reports(out):
        found = report.submission
        if len(found.members) != 1:
            continue
        (member,) = found.members
        for name in {found.student, member.id, *member.ids}:
            same = known.get(name, (found.student, member))
            known[name] = (found.student, member) if same and same[0] == found.student else None
    named = [_remembered(pending, known) for pending in intake.pending]
    times = [pending.student for pending in named]
    return replace(
        intake,
        pending=tuple(
            new if times.count(new.student) == 1 else old
            for new, old in zip(named, intake.pending, strict=True)
        ),
    )


def _remembered(pending: Pending, known: dict[str, tuple[str, MemberSection] | None]) -> Pending:
    if len(pending.people) > 1:
        return pending
    hits = {hit[0]: hit[1] for name in pending.known_as if (hit := known.get(name)) is not None}
    if len(hits) != 1:
        return pending
    ((student, member),) = hits.items()
    person = Person(member.id, member.name, member.ids, member.section)
    formerly = (
        (*pending.formerly, pending.student) if student != pending.student else pending.formerly
    )
    return replace(pending, student=student, people=(person,), formerly=formerly)


def _reports(out: Path) -> Iterable[Report]:
    for path in sorted([*out.glob(f"{REPORTS}/*.json"), *out.glob(f"*/{REPORTS}/*.json")]):
        try:
            yield read_report(path)
        except GraderError:
            continue  # told by the gradebook
