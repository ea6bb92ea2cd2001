"""summary.html: how a class did on one exercise, and who needs a person. The instructor's page."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean, median
from typing import Any

from markupsafe import Markup

from grader.class_report import charts
from grader.class_report.report_row import Entry
from grader.class_report.statistics import CaseTally, StudentRow, Tally
from grader.classroom.roster import Member, Roster
from grader.model.delivery import Unassigned
from grader.report.model import Report
from grader.report.pages import TEMPLATES, render
from grader.util.files import write_atomically
from grader.util.untrusted_text import harmless

BINS = 10
AT_ONCE = 500
"""Rows of students that a browser lays out at once; the rest is found by searching."""
_MOST_WAITING = 200
_MOST_ALIKE = 100
_COVERS = (0.05, 0.08)
"""How near two points of the scatter may be before the number of one is written over the other."""
_RUNS = 4
"""How many runs of case numbers a point of the scatter names."""
Point = tuple[int, float, float]
"""A case's number, difficulty and discrimination."""


class Summary:
    """Gathers what the page tells, from one report's entry at a time, and writes it."""

    def __init__(self, roster: Roster | None = None, unassigned: Sequence[Unassigned] = ()) -> None:
        self._tally, self._roster, self._unassigned = Tally(), roster, unassigned
        self._present: set[str] = set()

    def add(self, entry: Entry) -> None:
        """Take what the page needs of a report."""
        self._tally.add(entry)
        if self._roster is not None:
            self._present.update(member.id for member in entry.members)

    def write(self, path: Path) -> None:
        """Write the page; links lead to reports/ and feedback/ beside it."""
        write_atomically(path, self.page())

    def page(self) -> str:
        absent = [member for member in self._roster or () if member.id not in self._present]
        return _page(self._tally, absent, self._unassigned)


def write_summary(path: Path, reports: Iterable[Report]) -> None:
    """Write the page of one exercise."""
    write_atomically(path, summary_page(reports))


def summary_page(reports: Iterable[Report]) -> str:
    """The page on the reports of one exercise."""
    summary = Summary()
    for report in reports:
        summary.add(Entry.of(report))
    return summary.page()


def _page(tally: Tally, absent: list[Member], unassigned: Sequence[Unassigned]) -> str:
    rows = sorted(tally.rows, key=lambda row: (row.student.casefold(), row.student))
    scores = [row.score for row in rows if row.score is not None]
    waiting = [row for row in rows if row.score is None]
    ambiguous = [row for row in rows if row.ambiguous]
    cases = list(enumerate(tally.cases(), start=1))
    counts = _histogram(rows)
    alike = _alike(tally)
    return render(
        "summary.html",
        exercise=tally.exercise,
        rows=rows[:AT_ONCE],
        total=len(rows),
        columns={
            name: any(getattr(row, name) for row in rows) for name in ("name", "section", "late")
        },
        data=_data(rows),
        script=_script(),
        script_hash=_script_hash(),
        graded=len(scores),
        full=sum(row.score is not None and row.score >= row.max_score for row in rows),
        mean=fmean(scores) if scores else None,
        median=median(scores) if scores else None,
        max_score=max((row.max_score for row in rows), default=0),
        late=sum(row.late for row in rows),
        absent=absent,
        unassigned=[(harmless(each.file), each.reason) for each in unassigned[:_MOST_WAITING]],
        unassigned_count=len(unassigned),
        waiting=waiting[:_MOST_WAITING],
        waiting_count=len(waiting),
        ambiguous=ambiguous[:_MOST_WAITING],
        ambiguous_count=len(ambiguous),
        histogram=charts.histogram(counts, _in_words(counts)) if scores else None,
        functions=tally.functions(),
        cases=cases,
        scatter=_scatter(cases),
        mistakes=sorted(tally.mistakes.items(), key=lambda item: (-item[1].count, item[0])),
        missing=sorted(tally.missing.items(), key=lambda item: (-item[1].count, item[0])),
        errors=sorted(tally.errors().items(), key=lambda item: (-item[1], item[0])),
        stopped=sorted(tally.stopped),
        slowest=sorted(tally.slowest, key=lambda item: (-item[0], item[1])),
        alike=alike[:_MOST_ALIKE],
        alike_count=len(alike),
        too_common=tally.alike.too_common(len(rows)),
        environments=sorted(tally.environments.items()),
    )


def _alike(tally: Tally) -> list[tuple[list[StudentRow], tuple[str, ...]]]:
    """Groups of students who share a text; those who share most come first."""
    groups = [
        (sorted((tally.rows[index] for index in group), key=lambda row: row.student), names)
        for group, names in tally.alike.groups(len(tally.rows))
    ]
    return sorted(groups, key=lambda item: (-len(item[1]), item[0][0].student))


def _histogram(rows: Iterable[StudentRow]) -> list[int]:
    """Scores in tenths of what is attainable; the last column holds full scores too."""
    counts = Counter(
        min(int(row.score * BINS / row.max_score), BINS - 1)
        for row in rows
        if row.score is not None and row.max_score
    )
    return [counts[n] for n in range(BINS)]


def _in_words(counts: list[int]) -> str:
    columns = (
        f"{100 * n // BINS}–{100 * (n + 1) // BINS} %: {count}" for n, count in enumerate(counts)
    )
    return "Number of students by share of the attainable points: " + ", ".join(columns)


def _scatter(cases: list[tuple[int, CaseTally]]) -> Markup | None:
    """Cases that lie close together share a point, and their numbers stand beside it."""
    points = [
        (number, tally.difficulty, tally.discrimination)
        for number, tally in cases
        if tally.discrimination is not None
    ]
    if len(points) < 2:
        return None
    merged = [
        (
            _label([number for number, _, _ in group]),
            len(group),
            fmean(x for _, x, _ in group),
            fmean(y for _, _, y in group),
        )
        for group in _near(points)
    ]
    told = "; ".join(f"case {number}: {x:.2f}, {y:.2f}" for number, x, y in points)
    return charts.scatter(merged, f"Difficulty and discrimination of the cases: {told}")


def _label(numbers: list[int]) -> str:
    """Numbers from small to large on little room: "1–4, 7", and "1, 3, 5, … 40 in all"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    if len(shown) <= _RUNS:
        return ", ".join(shown)
    return f"{', '.join(shown[: _RUNS - 1])}, … {len(numbers)} in all"


def _near(points: list[Point]) -> list[list[Point]]:
    """The points in groups: each goes to the first group whose first point it would cover."""
    groups: list[list[Point]] = []
    for point in sorted(points, key=lambda each: each[1:]):
        for group in groups:
            _, x, y = group[0]
            if abs(point[1] - x) < _COVERS[0] and abs(point[2] - y) < _COVERS[1]:
                group.append(point)
                break
        else:
            groups.append([point])
    return [sorted(group) for group in groups]


def _data(rows: list[StudentRow]) -> Markup | None:
    """All students for the page's script, where they are more than a table can show."""
    if len(rows) <= AT_ONCE:
        return None
    data: list[list[Any]] = [
        [
            row.student,
            row.name or "",
            row.section or "",
            row.score,
            row.max_score,
            row.status.replace("_", " "),
            int(row.late),
            list(row.to_fix),
            row.file_name,
        ]
        for row in rows
    ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


@cache
def _script() -> Markup:
    return Markup((TEMPLATES / "students.js").read_text(encoding="utf-8"))


@cache
def _script_hash() -> str:
    """What allows this one script on the page, and no other."""
    # A browser reads line ends as \n, and so does this.
    digest = hashlib.sha256(f"\n{_script()}".encode()).digest()
    return base64.b64encode(digest).decode()
