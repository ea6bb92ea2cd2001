"""What a person marks with: a table for a spreadsheet and a page, one row or section a submission.

Both hold the answers and the marks so far. Either gives back the same table, which is read row by row: a
faulty row is one message, and takes nothing from the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from grader.classroom.marks import LONGEST_COMMENT, WHOLE, Mark, points_of
from grader.model.result import exact
from grader.report.model import PartSection, Report
from grader.report.pages import Script, render, script_data
from grader.util.csv_tables import csv_text, plain, read_table
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

TAKE_AWAY = "-"
_POINTS = re.compile(r"(\w+) (\d+): ")
_COMMENT = re.compile(r"(\w+) (\d+) comment")
_LONGEST_HEADING = 80
NO_ANSWER = "(no answer was found)"


@dataclass(frozen=True, slots=True)
class Row:
    """A submission to be marked: enough of its report."""

    student: str
    name: str
    variant: str
    parts: tuple[PartSection, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to be marked."""
        return all(part.score is not None for part in self.parts)


@dataclass(slots=True)
class Filled:
    """What a filled table says: marks, marks that are taken away, and what is wrong with which row."""

    marks: list[Mark] = field(default_factory=list)
    taken: set[tuple[str, str, str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class _Cell(NamedTuple):
    """What a column is of: a part, its item (counted from 1; 0 is the whole), points or a comment."""

    part: str
    item: int
    is_points: bool


def rows_to_mark(reports: Iterable[Report]) -> list[Row]:
    """The graded submissions that have parts to be marked, those that wait first."""
    rows = [
        Row(
            report.submission.student,
            "; ".join(member.name for member in report.submission.members if member.name),
            report.exercise.variant or "",
            report.by_hand,
        )
        for report in reports
        if report.by_hand and report.submission.status == "graded"
    ]
    return sorted(rows, key=lambda row: (row.is_done, row.student.casefold(), row.student))


def table(rows: Sequence[Row]) -> str:
    """The rows as CSV: for each part the answer, then points and a comment for each item."""
    parts = rows[0].parts
    named = any(row.name for row in rows)
    varied = any(row.variant for row in rows)
    heading = ["student", *(["name"] if named else []), *(["variant"] if varied else [])]
    for part in parts:
        heading += [f"{part.name} answer", f"{part.name} id", f"{part.name} state"]
        for number, item in enumerate(part.items, start=1):
            heading += [_heading(part, number, item.text), f"{part.name} {number} comment"]
        heading.append(f"{part.name} comment")
    heading.append("marked by")
    return csv_text([heading, *(_cells(row, named, varied) for row in rows)])


def _heading(part: PartSection, number: int, text: str) -> str:
    most = part.items[number - 1].max_points
    short = text if len(text) <= _LONGEST_HEADING else f"{text[:_LONGEST_HEADING]}…"
    return f"{part.name} {number}: {short} (of {most})"


def _cells(row: Row, named: bool, varied: bool) -> Iterator[object]:
    yield row.student
    yield from [row.name] if named else []
    yield from [row.variant] if varied else []
    for part in row.parts:
        yield part.answer or (f"({len(part.pictures)} pictures)" if part.pictures else NO_ANSWER)
        yield part.answer_id or ""
        yield state(part)
        for item in part.items:
            yield "" if item.points is None else item.points
            yield item.comment or ""
        yield part.comment or ""
    yield ""


def state(part: PartSection) -> str:
    """Where a part stands, in a few words."""
    if part.changed:
        return "changed since it was marked"
    return "not yet marked" if part.score is None else f"marked by {part.marked_by}"


def page(rows: Sequence[Row], exercise: str, title: str) -> str:
    """The rows as a page that works from a file: its button saves the table."""
    return render(
        "marking.html",
        exercise=exercise,
        title=title,
        rows=rows,
        done=sum(row.is_done for row in rows),
        state=state,
        no_answer=NO_ANSWER,
        data=_data(rows, exercise),
        script=Script.of("marking.js"),
    )


def _data(rows: Sequence[Row], exercise: str) -> Markup:
    """What the page's script needs to write the table."""
    data: dict[str, Any] = {
        "exercise": exercise,
        "students": [row.student for row in rows],
        "parts": [
            {
                "name": part.name,
                "items": [
                    _heading(part, number, item.text)
                    for number, item in enumerate(part.items, start=1)
                ],
            }
            for part in rows[0].parts
        ],
        "ids": [[part.answer_id or "" for part in row.parts] for row in rows],
    }
    return script_data(data)


def read_filled(path: Path, exercise: str, rows: Sequence[Row], by: str, now: str) -> Filled:
    """Read a filled table. A faulty row is one message, and is left out; all others count.

    Args:
        by: who marked, where the table's column ``marked by`` does not say.
        now: the time to note.

    Raises:
        UsageError: for a file that is no such table.
    """
    known = {row.student.casefold(): row for row in rows}
    filled = Filled()
    lines: dict[str, int] = {}
    lines_of = read_table(path, "marks", ("student",))
    columns = _columns(lines_of[0][1], rows) if lines_of else {}
    if lines_of and not columns:
        parts = ", ".join(part.name for part in rows[0].parts)
        raise UsageError(
            f"the marks {path} have no column for {parts}",
            "start from the table that grader mark wrote, and keep its first line",
        )
    fault: str | None
    for line, cells in lines_of:
        student = plain(cells.get("student", ""))
        row = known.get(student.casefold())
        first = lines.setdefault(student.casefold(), line)
        if row is None:
            fault = f"there is no submission of {harmless(student, 80)} to be marked"
        elif first != line:
            fault = f"line {first} already marks {harmless(student, 80)}"
        else:
            fault = _read_row(filled, columns, cells, row, (exercise, by, now))
        if fault:
            filled.faults.append(f"{path}, line {line}: {fault}")
    return filled


def _columns(cells: Mapping[str, str], rows: Sequence[Row]) -> dict[str, _Cell]:
    """What the columns are of; those that are for reading only are left out."""
    counts = {part.name.casefold(): (part.name, len(part.items)) for part in rows[0].parts}
    found = {}
    for heading in cells:
        points, comment = _POINTS.match(heading), _COMMENT.fullmatch(heading)
        match = points or comment
        if match and match[1] in counts and 1 <= int(match[2]) <= counts[match[1]][1]:
            found[heading] = _Cell(counts[match[1]][0], int(match[2]), bool(points))
        name = heading.removesuffix(" comment")
        if heading.endswith(" comment") and name in counts:
            found[heading] = _Cell(counts[name][0], 0, False)
    return found


def _read_row(
    filled: Filled,
    columns: Mapping[str, _Cell],
    cells: Mapping[str, str],
    row: Row,
    context: tuple[str, str, str],
) -> str | None:
    """Add what a row says; return what is wrong with it, and add nothing then."""
    exercise, by, now = context
    by = harmless(plain(cells.get("marked by", "")), 80) or by
    marks, taken, faults = [], set(), []
    for part in row.parts:
        own = {
            cell: plain(cells.get(h, "")) for h, cell in columns.items() if cell.part == part.name
        }
        id_ = plain(cells.get(f"{part.name.casefold()} id", "")) or part.answer_id or ""
        for number in range(len(part.items) + 1):
            text = own.get(_Cell(part.name, number, True), "")
            said = own.get(_Cell(part.name, number, False), "")
            item = part.items[number - 1] if number else None
            name = item.text if item else WHOLE
            if text == TAKE_AWAY or (said == TAKE_AWAY and not item):
                taken.add((row.student.casefold(), exercise, part.name, name))
                continue
            if not text and not said:
                continue
            points: Fraction | None = None
            try:
                if item and text:
                    points = points_of(text, exact(item.max_points))
            except ValueError as fault:
                faults.append(f"{part.name} {number}: {fault}")
                continue
            comment = "" if said == TAKE_AWAY else harmless(said, LONGEST_COMMENT) or None
            marks.append(
                Mark(row.student, exercise, part.name, name, points, comment, id_, by, now)
            )
    if faults:
        return "; ".join(faults)
    filled.marks += marks
    filled.taken |= taken
    return None
