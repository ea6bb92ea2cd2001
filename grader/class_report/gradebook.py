"""gradebook.csv and unassigned.csv: a class as tables, for a spreadsheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.classroom.overrides import TOTAL
from grader.classroom.roster import Member, Roster
from grader.model.delivery import Unassigned
from grader.model.result import Points, exact, rounded
from grader.report import phrases
from grader.report.model import Report, SubmissionSection
from grader.util.csv_tables import csv_text, inert, plain, read_table
from grader.util.files import safe_name, write_atomically
from grader.util.untrusted_text import harmless

_PLAIN_SECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
NOT_SUBMITTED, EXCUSED = "not submitted", "excused"
_SUBMISSION_COLUMNS = ("late", "attempt", "submitted_at", "notes")
"""The last columns: how the work was submitted, and what a person should read."""

Cell = str | Points | None


class _Person(NamedTuple):
    """The student of a line. Every member of a group has one."""

    id: str
    name: str | None = None
    section: str | None = None
    group: str | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.id.casefold(), self.id


class _Row(NamedTuple):
    """What the gradebook needs of a report, so that thousands need not be kept."""

    status: str
    scores: Mapping[str, Points | None]
    """Of functions, and of parts that a person marks: None while they are not marked."""
    score: Points | None
    max_score: Points
    submission: tuple[Cell, ...]
    """The cells of _SUBMISSION_COLUMNS."""
    variant: str | None = None
    waits: bool = False
    """Whether only marks by hand are missing from its score."""


class Gradebook:
    """Collects reports, one at a time, and writes them as one table.

    With a roster, all of its students have a line: for who did not submit, a blank one. For one exercise
    there is a column per function, for several a column per exercise.
    """

    def __init__(self, roster: Roster | None = None) -> None:
        self._roster = roster
        self._members = {member.id: member for member in roster or ()}
        self._rows: dict[str, dict[_Person, _Row]] = {}  # by exercise
        self._functions: dict[str, dict[str, None]] = {}  # by exercise, in order
        self._attainable: dict[str, Points] = {}

    def add(self, report: Report) -> None:
        """Add one report."""
        exercise, row = report.exercise.id, _row(report)
        self._functions.setdefault(exercise, {}).update(dict.fromkeys(row.scores))
        self._attainable[exercise] = max(self._attainable.get(exercise, 0), row.max_score)
        rows = self._rows.setdefault(exercise, {})
        for person in self._people(report.submission):
            rows[person] = row

    def write(self, path: Path) -> None:
        """Write the table, and one per section where the roster names sections."""
        present = set().union(*self._rows.values())
        people = sorted({*present, *self._absent(present)}, key=lambda person: person.place)
        write_atomically(path, csv_text(self._lines(people)))
        if self._roster is not None:
            sections = {person.section for person in people if person.section}
            for section, name in _file_names(sections).items():
                members = [person for person in people if person.section == section]
                part = path.with_name(f"{path.stem}-{name}{path.suffix}")
                write_atomically(part, csv_text(self._lines(members)))

    def _people(self, submission: SubmissionSection) -> Iterator[_Person]:
        student = submission.student
        if not submission.members:
            yield _Person(student)
        single = len(submission.members) == 1
        for member in submission.members:
            listed = self._members.get(member.id)
            group = listed.group if listed else None if single else student
            yield _Person(student if single else member.id, member.name, member.section, group)

    def _absent(self, present: Iterable[_Person]) -> Iterator[_Person]:
        there = {person.id for person in present}
        for member in self._roster or ():
            if member.id not in there:
                yield _Person(member.id, member.name, member.section, member.group)

    def _lines(self, people: list[_Person]) -> Iterator[list[Cell]]:
        """The header, and a line per person."""
        exercises = sorted(self._attainable)
        several = len(exercises) > 1
        names = exercises if several else [n for id in exercises for n in self._functions[id]]
        about = [n for n in ("name", "section", "group") if any(getattr(p, n) for p in people)]
        attainable = _sum(self._attainable.values()) if exercises else None
        variants = [id for id in exercises if any(r.variant for r in self._rows[id].values())]
        headings = [f"{id} variant" if several else "variant" for id in variants]
        head = ["student", *about, *headings, *names, "total", "max", "status"]
        yield [*head, *_SUBMISSION_COLUMNS]
        for person in people:
            rows = {id: self._rows[id][person] for id in exercises if person in self._rows[id]}
            graded = {id: row for id, row in rows.items() if row.score is not None}
            scores: dict[str, Cell] = {}
            for id, row in rows.items():
                if several or row.score is not None or row.waits:
                    scores.update({id: row.score} if several else row.scores)
            # A sum without an ungraded submission would count it as zero.
            complete = rows and len(graded) == len(rows)
            total = _sum(row.score or 0 for row in graded.values()) if complete else None
            most = attainable if several or not rows else rows[exercises[0]].max_score
            yield [
                *(person.id, *(getattr(person, name) for name in about)),
                *(rows[id].variant if id in rows else None for id in variants),
                *(scores.get(name) for name in names),
                *(total, most, self._status(person, rows, exercises), *_joined(rows)),
            ]

    def _status(self, person: _Person, rows: Mapping[str, _Row], exercises: Sequence[str]) -> str:
        """ "graded", or what keeps which exercise from it."""
        if not rows:
            return self._excuse(person)
        if len(exercises) == 1:
            return rows[exercises[0]].status
        lacking = [
            f"{exercise}: {rows[exercise].status if exercise in rows else NOT_SUBMITTED}"
            for exercise in exercises
            if exercise not in rows or rows[exercise].score is None
        ]
        return "; ".join(lacking) or "graded"

    def _excuse(self, person: _Person) -> str:
        member: Member | None = self._members.get(person.id)
        return EXCUSED if member is not None and member.excused else NOT_SUBMITTED


def write_unassigned(path: Path, files: Sequence[Unassigned]) -> None:
    """Write the files that belong to no student, with the reasons.

    Without such files there is no table: one of an earlier run is removed.
    """
    if not files:
        path.unlink(missing_ok=True)
        return
    rows = [(inert(harmless(file.file)), file.reason) for file in files]
    write_atomically(path, csv_text([("file", "reason"), *rows]))


def roster_of(folder: Path) -> Roster | None:
    """The class as an earlier run wrote it: who submitted nothing, sections and groups.

    None where its gradebook says nothing of these, as after a run without a roster.
    """
    path = folder / "gradebook.csv"
    if not path.is_file():
        return None
    rows = [
        {name: plain(cell) for name, cell in row.items()}
        for _, row in read_table(path, "gradebook", ["student", "status"])
    ]
    absent = [row["status"] in (NOT_SUBMITTED, EXCUSED) for row in rows]
    if not any(absent) and not any(row.get("group") or row.get("section") for row in rows):
        return None
    return Roster(
        tuple(
            Member(
                id=row["student"],
                name=row.get("name") or None,
                section=row.get("section") or None,
                group=row.get("group") or None,
                excused=row["status"] == EXCUSED,
            )
            for row in rows
        )
    )


def read_unassigned(path: Path) -> tuple[Unassigned, ...]:
    """What ``write_unassigned`` wrote; nothing where there is no such file."""
    if not path.is_file():
        return ()
    rows = read_table(path, "table", ["file", "reason"])
    return tuple(Unassigned(plain(row["file"]), plain(row["reason"])) for _, row in rows)


def _file_names(sections: Iterable[str]) -> dict[str, str]:
    """Section -> a part of a file's name: itself where it is plain, and no other is the same in lower case."""
    ordered = sorted(sections)
    taken = Counter(section.casefold() for section in ordered)
    return {
        section: section
        if _PLAIN_SECTION.fullmatch(section) and taken[section.casefold()] == 1
        else safe_name(section)
        for section in ordered
    }


def _row(report: Report) -> _Row:
    submission = report.submission
    late = None if submission.late is None else "yes" if submission.late else "no"
    notes = "; ".join(phrases.for_the_table(report))
    scores: dict[str, Points | None] = {f.name: f.score for f in report.functions}
    scores |= {part.name: part.score for part in report.by_hand}
    set_by_person = {
        change.function: change.after
        for change in report.adjustments
        if change.function not in (None, TOTAL) and change.after is not None
    }
    return _Row(
        phrases.submission_status(report),
        {**scores, **set_by_person},
        report.score,
        report.max_score,
        (late, submission.attempt, submission.submitted_at, notes),
        report.exercise.variant,
        report.waits_for_marks,
    )


def _joined(rows: Mapping[str, _Row]) -> Iterator[Cell]:
    """How the exercises were submitted: values that are the same for all once, others by exercise."""
    for column in range(len(_SUBMISSION_COLUMNS)):
        cells = {exercise: row.submission[column] for exercise, row in rows.items()}
        if len(set(cells.values())) < 2:
            yield next(iter(cells.values()), None)
        else:
            known = ((name, cell) for name, cell in cells.items() if cell not in (None, ""))
            yield "; ".join(f"{name}: {cell}" for name, cell in known)


def _sum(points: Iterable[Points]) -> Points:
    return rounded(sum(map(exact, points), Fraction(0)))
