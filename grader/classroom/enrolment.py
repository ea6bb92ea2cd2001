"""Joins what was found with the roster, before anything is graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.classroom.roster import Member, Roster
from grader.model.delivery import Delivery, Intake, Pending, Person, Unassigned
from grader.model.submission import Note

_MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A class: its roster as results may show it, and who is not accounted for.

    unmatched  files of nobody on the roster
    absent     members of whom there is no file
    doubts     which students a file could be of; for who runs the command, with their ids
    """

    roster: Roster
    unmatched: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """What a person should know of it."""
        lines = list(self.doubts)
        if self.unmatched:
            lines.append(f"{len(self.unmatched)} not on the roster: {_list(self.unmatched)}")
        if self.absent:
            lines.append(
                f"{len(self.absent)} on the roster have not submitted: {_list(self.absent)}"
            )
        return lines


@dataclass(frozen=True, slots=True)
class _HandedIn:
    """A submission: whose it is, who of them handed it in (ids joined by "+"), and what."""

    together: tuple[Member, ...]
    by: str
    pending: Pending


def _list(names: Sequence[str]) -> str:
    shown = "; ".join(names[:_MOST_TOLD])  # a name may hold a comma
    return shown if len(names) <= _MOST_TOLD else f"{shown}; ..."


def enrol(intake: Intake, roster: Roster) -> tuple[Intake, Enrolled]:
    """The submissions under the ids of the roster. A group's is one, with all its members."""
    joined: dict[str, list[_HandedIn]] = {}
    others, unmatched, unclear, doubts = [], [], [], []
    for pending in intake.pending:
        meant = _meant(pending, roster)
        if any(len(members) > 1 for members in meant):
            names = [member.id for members in meant for member in members]
            unclear.append(
                Unassigned(pending.file, f"its name means {len(names)} students of the roster")
            )
            doubts.append(f"{pending.file} could be of {_list(names)}")
        elif meant:
            handed_in = [members[0] for members in meant]
            together = _together(handed_in, roster)
            one = _HandedIn(together, "+".join(sorted({each.id for each in handed_in})), pending)
            joined.setdefault(_key(together), []).append(one)
        else:
            others.append(pending)
            unmatched.append(pending.file)
    taken = {pending.student.casefold() for pending in others}
    found = [_one(same, taken) for same in joined.values()]
    present = {member.id for same in joined.values() for member in same[0].together}
    absent = tuple(
        member.id for member in roster if member.id not in present and not member.excused
    )
    every = tuple(sorted([*found, *others], key=lambda each: each.file))
    intake = replace(intake, pending=every, unassigned=(*intake.unassigned, *unclear))
    return intake, Enrolled(roster, tuple(unmatched), absent, tuple(doubts))


def _meant(pending: Pending, roster: Roster) -> list[tuple[Member, ...]]:
    """For each person whom the roster knows, the member; several where it does not tell them apart."""
    stem = PurePosixPath(pending.file).stem
    people = pending.people or (
        Person(pending.student, None, (stem, PurePosixPath(pending.file).name)),
    )
    found = (roster.find(person.ids, pending.platform) for person in people)
    return [members for members in found if members]


def _together(handed_in: Sequence[Member], roster: Roster) -> tuple[Member, ...]:
    """Everybody whose submission it is: who handed it in, and the rest of the group that the roster says."""
    members = [*roster.group(handed_in[0]), *handed_in]
    return tuple({member.id: member for member in members}.values())


def _key(members: Sequence[Member]) -> str:
    """The same for all submissions of the same students: the group's, or those of who is named."""
    first = members[0]
    if first.group is not None and all(member.group == first.group for member in members):
        return f"group:{first.group}"
    return "+".join(sorted(member.id for member in members))


def _one(same: Sequence[_HandedIn], taken: set[str]) -> Pending:
    """One submission of one student's files, or of all that a group's members handed in."""
    members = same[0].together
    by_member: dict[str, list[Pending]] = {}
    for each in same:
        by_member.setdefault(each.by, []).append(each.pending)
    merged = [_merged(each) for each in by_member.values()]
    merged.sort(key=lambda each: (each.delivery().order, each.file))
    student = _key(members).removeprefix("group:")
    while student.casefold() in taken:
        student += "~"
    taken.add(student.casefold())
    former = {name for each in same for name in (each.pending.student, *each.pending.formerly)}
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
