"""marks.csv: what a person gave for the parts that are marked by hand. Applied again after every grading.

Columns: student, exercise, part, item, points, comment, answer, marked_by, marked_at. A line is one item of
a part, or, with the item ``*``, a comment on the whole part. ``answer`` is the id of the answer that was
marked: where the student has handed in another one since, the mark does not count, and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from grader.classroom.late_policy import is_from_policy
from grader.model.result import exact, rounded
from grader.report.model import ItemSection, PartSection, Report
from grader.util.csv_tables import csv_text, plain, read_table
from grader.util.errors import UsageError
from grader.util.files import write_atomically
from grader.util.in_words import first_few
from grader.util.untrusted_text import harmless

FILE = "marks.csv"
WHOLE = "*"
COLUMNS = (
    "student", "exercise", "part", "item", "points", "comment", "answer", "marked_by", "marked_at",
)  # fmt: skip
LONGEST_COMMENT = 4000
_POINTS = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the file. ``points`` is None where there is only a comment; of a new line, a
    ``comment`` of None says nothing, and an empty one that there is none."""

    student: str
    exercise: str
    part: str
    item: str
    points: Fraction | None
    comment: str | None
    answer: str
    marked_by: str
    marked_at: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is a mark of."""
        return self.student.casefold(), self.exercise, self.part, self.item

    def with_rest_of(self, before: Mark | None) -> Mark:
        """The mark, with what it does not say taken from the one ``before``, of the same answer."""
        points, comment = self.points, self.comment
        if before is not None and before.answer == self.answer:
            points = before.points if points is None else points
            comment = before.comment if comment is None else comment
        return replace(self, points=points, comment=comment or None)

    def says_the_same(self, other: Mark | None) -> bool:
        """Whether it gives the same, for the same answer, whoever gave it and when."""
        mine = (self.points, self.comment, self.answer)
        return other is not None and mine == (other.points, other.comment, other.answer)


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines of the file, by what they are marks of."""

    entries: Mapping[tuple[str, str, str, str], Mark]
    _used: set[tuple[str, str, str, str]] = field(default_factory=set, compare=False)
    _beyond: set[str] = field(default_factory=set, compare=False)
    """Students who have more points for an item than it gives: a person changed the file."""

    def apply(self, report: Report, names: Collection[str]) -> Report:
        """Return the report with the marks of the student who has one of ``names``.

        The score is that of the cases and the marks. What was taken off or set for other reasons is
        left out, to be applied again after this.
        """
        if not report.by_hand:
            return report
        parts = tuple(self._marked(part, report.exercise.id, names) for part in report.by_hand)
        report = report.model_copy(update={"by_hand": parts})
        kept = tuple(
            change
            for change in report.adjustments
            if change.function is None and not is_from_policy(change)
        )
        score = None
        if report.automatic_score is not None and not report.unmarked:
            total = exact(report.automatic_score)
            total += sum((exact(part.score or 0) for part in parts), Fraction(0))
            score = rounded(max(total, Fraction(0)))
        return report.model_copy(update={"score": score, "adjustments": kept})

    def updated(self, marks: Iterable[Mark], taken: Collection[tuple[str, str, str, str]]) -> Marks:
        """The file with these lines, and without those that were ``taken`` away.

        A line that says the same as before keeps who wrote it and when. What a line does not say of
        the same answer stays.
        """
        entries = {key: mark for key, mark in self.entries.items() if key not in taken}
        for mark in marks:
            before = entries.get(mark.key)
            said = mark.with_rest_of(before)
            if not said.says_the_same(before):
                entries[mark.key] = said
        return Marks(entries)

    def write(self, path: Path) -> None:
        """Write the file, in a fixed order."""
        rows = [
            (
                m.student, m.exercise, m.part, m.item,
                "" if m.points is None else str(rounded(m.points)),
                m.comment or "", m.answer, m.marked_by, m.marked_at,
            )
            for _, m in sorted(self.entries.items())
        ]  # fmt: skip
        write_atomically(path, csv_text([COLUMNS, *rows]))

    def of(self, part: PartSection, exercise: str, names: Collection[str]) -> dict[str, Mark]:
        """Item -> its mark, of one student's part."""
        found: dict[str, Mark] = {}
        for name in names:
            for item in (*(each.text for each in part.items), WHOLE):
                mark = self.entries.get((name.casefold(), exercise, part.name, item))
                if mark is not None:
                    self._used.add(mark.key)
                    found.setdefault(item, mark)
        return found

    def warnings(self, others: Collection[str] = ()) -> list[str]:
        """Lines that fit no submission. ``others`` are students whom this run does not grade."""
        unused = {
            mark.student
            for key, mark in self.entries.items()
            if key not in self._used and mark.student.casefold() not in others
        }
        return [
            f"{FILE}: {what}: {first_few(sorted(students))}"
            for what, students in (
                ("marks that fit no answer of this run", unused),
                ("more points than an item gives", self._beyond),
            )
            if students
        ]

    def _marked(self, part: PartSection, exercise: str, names: Collection[str]) -> PartSection:
        found = self.of(part, exercise, names)
        current = {
            item: mark for item, mark in found.items() if mark.answer == (part.answer_id or "")
        }
        items = tuple(_item(item, current.get(item.text)) for item in part.items)
        if any(item.points is not None and item.points > item.max_points for item in items):
            self._beyond.update(mark.student for mark in current.values())
        done = all(item.points is not None for item in items)
        last = max(found.values(), key=lambda mark: mark.marked_at, default=None)
        whole = current.get(WHOLE)
        score = sum((exact(item.points or 0) for item in items), Fraction(0))
        return part.model_copy(
            update={
                "score": rounded(score) if done else None,
                "items": items,
                "comment": None if whole is None else whole.comment,
                "changed": not done and len(current) < len(found),
                "marked_by": None if last is None else last.marked_by,
                "marked_at": None if last is None else last.marked_at,
            }
        )


NO_MARKS = Marks({})


def _item(item: ItemSection, mark: Mark | None) -> ItemSection:
    points = None if mark is None or mark.points is None else rounded(mark.points)
    comment = None if mark is None else mark.comment
    return item.model_copy(update={"points": points, "comment": comment})


def read_marks(path: Path) -> Marks:
    """Read the file; raises UsageError with the line that is wrong."""
    entries: dict[tuple[str, str, str, str], Mark] = {}
    for line, row in read_table(path, "marks", COLUMNS):
        cells = {name: plain(row.get(name, "")) for name in COLUMNS}
        text = cells.pop("points")
        try:
            points = points_of(text) if text else None
        except ValueError as fault:
            raise UsageError(f"{path}, line {line}: {fault}") from None
        comment = harmless(cells.pop("comment"), LONGEST_COMMENT) or None
        mark = Mark(points=points, comment=comment, **cells)
        if mark.key in entries:
            raise UsageError(f"{path}, line {line}: this item is marked twice")
        entries[mark.key] = mark
    return Marks(entries)


def points_of(text: str, most: Fraction | None = None) -> Fraction:
    """The points in a cell; raises ValueError, with a sentence, for what is no mark, or more than ``most``."""
    if not _POINTS.fullmatch(text):
        raise ValueError(f"{harmless(text, 60)!r} is no number of points")
    points = Fraction(text.replace(",", "."))
    if points < 0:
        raise ValueError(f"{text} is less than 0 points")
    if most is not None and points > most:
        raise ValueError(f"{text} is more than the {rounded(most)} points of the item")
    return points
