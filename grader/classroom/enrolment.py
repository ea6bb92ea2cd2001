"""Matches submissions with the members of a class, before anything is graded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.classroom.roster import Member, Roster
from grader.model.delivery import Delivery, Intake, Pending, Person, Unassigned
from grader.model.submission import Note
from grader.report.model import MemberSection, Report
from grader.report.report_file import REPORTS, read_report
from grader.util.errors import GraderError
from grader.util.in_words import first_few


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A class: its roster as results may show it, and who is missing.

    unmatched  files of students who are not on the roster
    absent     members without a submission
    doubts     files that could belong to several members, with their ids; for the instructor only
    joined     members with several submissions that only names tell to be theirs, with the files
    """

    roster: Roster
    unmatched: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    def warnings(self) -> list[str]:
        """Sentences for the instructor."""
        lines = list(self.doubts)
        if self.joined:
            # Somebody else may have put a file of that name there, and a newer version counts.
            lines.append(
                f"{len(self.joined)} on the roster have several submissions, which are read as one: "
                f"{first_few(self.joined)}"
            )
        if self.unmatched:
            lines.append(f"{len(self.unmatched)} not on the roster: {first_few(self.unmatched)}")
        if self.absent:
            lines.append(
                f"{len(self.absent)} on the roster have not submitted: {first_few(self.absent)}"
            )
        return lines


@dataclass(frozen=True, slots=True)
class _Match:
    """A submission: the members it belongs to, and who of them handed it in (ids joined by "+")."""

    members: tuple[Member, ...]
    submitted_by: str
    pending: Pending


def enrol(intake: Intake, roster: Roster) -> tuple[Intake, Enrolled]:
    """Return the submissions under the ids of the roster. A group has one submission."""
    matches: dict[str, list[_Match]] = {}
    others, unclear, doubts = [], [], []
    for pending in intake.pending:
        candidates = _candidates(pending, roster)
        if any(len(members) > 1 for members in candidates):
            ids = [member.id for members in candidates for member in members]
            reason = f"its name matches {len(ids)} students of the roster"
            unclear.append(Unassigned(pending.file, reason))
            doubts.append(f"{pending.file} could belong to {first_few(ids)}")
        elif candidates:
            named = [members[0] for members in candidates]
            members = tuple(
                {member.id: member for member in [*roster.group(named[0]), *named]}.values()
            )
            submitted_by = "+".join(sorted({member.id for member in named}))
            matches.setdefault(_key(members), []).append(_Match(members, submitted_by, pending))
        else:
            others.append(pending)
    taken = {pending.student.casefold() for pending in others}
    enrolled = [_submission(same, taken) for same in matches.values()]
    present = {member.id for same in matches.values() for member in same[0].members}
    absent = tuple(
        member.id for member in roster if member.id not in present and not member.excused
    )
    intake = replace(
        intake,
        pending=tuple(sorted([*enrolled, *others], key=lambda pending: pending.file)),
        unassigned=(*intake.unassigned, *unclear),
    )
    unmatched = tuple(pending.file for pending in others)
    joined = tuple(
        f"{_key(same[0].members).removeprefix('group:')} "
        f"({' and '.join(match.pending.file for match in same)})"
        for same in matches.values()
        if len(same) > 1 and not all(match.pending.platform for match in same)
    )
    return intake, Enrolled(roster, unmatched, absent, tuple(doubts), joined)


def _candidates(pending: Pending, roster: Roster) -> list[tuple[Member, ...]]:
    """For each person on the roster, the member; several where the name does not tell them apart."""
    path = PurePosixPath(pending.file)
    people = pending.people or (Person(pending.student, None, (path.stem, path.name)),)
    members = (roster.find(person.ids, pending.platform) for person in people)
    return [each for each in members if each]


def _key(members: Sequence[Member]) -> str:
    """The same for all submissions of the same students."""
    group = members[0].group
    if group is not None and all(member.group == group for member in members):
        return f"group:{group}"
    return "+".join(sorted(member.id for member in members))


def _submission(matches: Sequence[_Match], taken: set[str]) -> Pending:
    """One submission made of everything that a student, or the members of a group, handed in."""
    members = matches[0].members
    by_member: dict[str, list[Pending]] = {}
    for match in matches:
        by_member.setdefault(match.submitted_by, []).append(match.pending)
    merged = sorted(
        map(_merged, by_member.values()),
        key=lambda pending: (pending.delivery().order, pending.file),
        reverse=True,
    )
    student = _key(members).removeprefix("group:")
    while student.casefold() in taken:
        student += "~"
    taken.add(student.casefold())
    former = {name for m in matches for name in (m.pending.student, *m.pending.formerly)}
    people = tuple(
        Person(member.id, member.name, tuple(value for _, value in member.ids), member.section)
        for member in members
    )
    formerly = tuple(sorted(former - {student}))
    last, *earlier = (
        replace(pending, student=student, people=people, formerly=formerly) for pending in merged
    )
    return replace(last, earlier=tuple(earlier))


def _merged(submissions: Sequence[Pending]) -> Pending:
    """Several submissions of one student as one, such as one for each exercise of a week."""
    if len(submissions) == 1:
        return submissions[0]
    parts: dict[str, Path] = {}
    deliveries: dict[str, Delivery] = {}
    for pending in submissions:
        for name, location in pending.parts:
            unique = f"{pending.file}/{name}" if name in parts else name
            parts[unique] = location
            if name in pending.deliveries:
                deliveries[unique] = pending.deliveries[name]
    broken = [pending for pending in submissions if pending.broken]
    notes = [note for pending in submissions for note in pending.notes]
    if parts:
        notes += [Note("skipped", f"{pending.file}: {pending.broken}") for pending in broken]
    return replace(
        submissions[0],
        parts=tuple(sorted(parts.items())),
        deliveries=deliveries,
        notes=tuple(notes),
        broken=broken[0].broken if broken and not parts else None,
    )


def with_names_of_reports(intake: Intake, out: Path) -> Intake:
    """Return the submissions under the student names of the reports in ``out``.

    For a run over some students only, without the roster of the earlier run. Reports on groups are left
    out: a member's name does not say whose file it was.
    """
    known: dict[str, tuple[str, MemberSection] | None] = {}
    for report in _reports(out):
        section = report.submission
        if len(section.members) != 1:
            continue
        (member,) = section.members
        for name in {section.student, member.id, *member.ids}:
            same = known.get(name, (section.student, member))
            unique = same is not None and same[0] == section.student
            known[name] = (section.student, member) if unique else None
    renamed = [_renamed(pending, known) for pending in intake.pending]
    students = [pending.student for pending in renamed]
    return replace(
        intake,
        pending=tuple(
            new if students.count(new.student) == 1 else old
            for new, old in zip(renamed, intake.pending, strict=True)
        ),
    )


def _renamed(pending: Pending, known: dict[str, tuple[str, MemberSection] | None]) -> Pending:
    hits = {hit[0]: hit[1] for name in pending.known_as if (hit := known.get(name)) is not None}
    if len(pending.people) > 1 or len(hits) != 1:
        return pending
    ((student, member),) = hits.items()
    person = Person(member.id, member.name, member.ids, member.section)
    former = (pending.student,) if student != pending.student else ()
    return replace(
        pending, student=student, people=(person,), formerly=(*pending.formerly, *former)
    )


def _reports(out: Path) -> Iterator[Report]:
    for path in sorted([*out.glob(f"{REPORTS}/*.json"), *out.glob(f"*/{REPORTS}/*.json")]):
        try:
            yield read_report(path)
        except GraderError:
            continue  # the gradebook reports it
