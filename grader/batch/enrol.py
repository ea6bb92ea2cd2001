"""Joins what was found with the roster, before anything is graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.intake import Delivery, Intake, Pending, Person
from grader.model.submission import Note
from grader.report.roster import Member, Roster

_MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A class: its roster as results may show it, and who is not accounted for.

    unmatched  files of nobody on the roster
    absent     members of whom there is no file
    """

    roster: Roster
    unmatched: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """What a person should know of it."""
        lines = []
        if self.unmatched:
            lines.append(f"{len(self.unmatched)} not on the roster: {_list(self.unmatched)}")
        if self.absent:
            lines.append(
                f"{len(self.absent)} on the roster have not submitted: {_list(self.absent)}"
            )
        return lines


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_TOLD])
    return shown if len(names) <= _MOST_TOLD else f"{shown}, ..."


def enrol(intake: Intake, roster: Roster) -> tuple[Intake, Enrolled]:
    """The submissions under the ids of the roster. A group's is one, with all its members."""
    joined: dict[str, list[tuple[Member, Pending]]] = {}
    others, unmatched = [], []
    for pending in intake.pending:
        member = _member(pending, roster)
        if member is None:
            others.append(pending)
            unmatched.append(pending.file)
        else:
            key = member.id if member.group is None else f"group:{member.group}"
            joined.setdefault(key, []).append((member, pending))
    taken = {pending.student.casefold() for pending in others}
    found = [_one(pairs, roster, taken) for pairs in joined.values()]
    present = {member.id for pairs in joined.values() for member in roster.group(pairs[0][0])}
    absent = tuple(
        member.id for member in roster if member.id not in present and not member.excused
    )
    every = tuple(sorted([*found, *others], key=lambda each: each.file))
    return replace(intake, pending=every), Enrolled(roster, tuple(unmatched), absent)


def _member(pending: Pending, roster: Roster) -> Member | None:
    stem = PurePosixPath(pending.file).stem
    people = pending.people or (
        Person(pending.student, None, (stem, PurePosixPath(pending.file).name)),
    )
    for person in people:
        member = roster.find(person.ids, pending.platform)
        if member is not None:
            return member
    return None


def _one(pairs: Sequence[tuple[Member, Pending]], roster: Roster, taken: set[str]) -> Pending:
    """One submission of one student's files, or of all that a group's members handed in."""
    first = pairs[0][0]
    by_member: dict[str, list[Pending]] = {}
    for member, pending in pairs:
        by_member.setdefault(member.id, []).append(pending)
    merged = [_merged(each) for each in by_member.values()]
    merged.sort(key=lambda each: (each.delivery().order, each.file))
    members = roster.group(first)
    student = first.id if first.group is None else first.group
    while student.casefold() in taken:
        student += "~"
    taken.add(student.casefold())
    former = {name for _, pending in pairs for name in (pending.student, *pending.formerly)}
    people = tuple(
        Person(one.id, one.name, tuple(value for _, value in one.ids), one.section)
        for one in members
    )
    formerly = tuple(sorted(former - {student}))
    last, *earlier = (
        replace(each, student=student, people=people, formerly=formerly)
        for each in reversed(merged)
    )
    return replace(last, earlier=tuple(earlier))


def _merged(found: Sequence[Pending]) -> Pending:
    """Several submissions of one student, such as one for each exercise of a week, as one."""
    if len(found) == 1:
        return found[0]
    parts: dict[str, Path] = {}
    deliveries: dict[str, Delivery] = {}
    for pending in found:
        for name, place in pending.parts:
            unique = (
                name if name not in parts else f"{PurePosixPath(pending.file).as_posix()}/{name}"
            )
            parts[unique] = place
            if name in pending.deliveries:
                deliveries[unique] = pending.deliveries[name]
    broken = None if parts else next((each.broken for each in found if each.broken), None)
    notes = [note for each in found for note in each.notes]
    if parts:
        notes += [Note("skipped", f"{each.file}: {each.broken}") for each in found if each.broken]
    return replace(
        found[0],
        parts=tuple(sorted(parts.items())),
        deliveries=deliveries,
        notes=tuple(notes),
        broken=broken,
    )
