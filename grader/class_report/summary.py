"""summary.html: how a class did on one exercise, and who needs a person. The instructor's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from grader.class_report.statistics import CaseTally, StudentRow, Tally
from grader.classroom.roster import Member, Roster
from grader.model.delivery import Unassigned
from grader.report.model import Report
from grader.report.pages import Script, render, script_data
from grader.util.files import write_atomically
from grader.util.untrusted_text import harmless

BINS = 10
AT_ONCE = 500
"""Rows of students that a browser lays out at once; the rest is found by searching."""
_MOST_LISTED = 200
_MOST_GROUPS = 100
_COVERS = (0.05, 0.08)
"""How near two points of the scatter may be before the number of one is written over the other."""
_RUNS = 4
"""How many runs of case numbers a point of the scatter names."""
_LEFTMOST_INWARD = 0.7
"""To the right of it, a point's label is on its left, where it cannot leave the picture."""
Point = tuple[int, float, float]
"""A case's number, difficulty and discrimination."""


class Summary:
    """Collects what the page shows, from one report at a time, and writes it."""

    def __init__(self, roster: Roster | None = None, unassigned: Sequence[Unassigned] = ()) -> None:
        self._tally, self._roster, self._unassigned = Tally(), roster, unassigned

    def add(self, report: Report) -> None:
        """Count one report."""
        self._tally.add(report)

    def write(self, path: Path) -> None:
        """Write the page; links lead to reports/ and feedback/ beside it."""
        write_atomically(path, self.page())

    def page(self) -> str:
        """The page on what was added."""
        script = Script.of("students.js")
        values = self.values(lambda row: f"feedback/{quote(row.file_name)}.html")
        return render("summary.html", **values, script=script)

    def values(self, page_of: Callable[[StudentRow], str]) -> dict[str, Any]:
        """What the page prints; class_analysis.html, a part of it, is printed by others, too.

        Args:
            page_of: the address of a student's page.
        """
        absent = [member for member in self._roster or () if member.id not in self._tally.members]
        return _values(self._tally, absent, self._unassigned) | {"page_of": page_of}


def _values(tally: Tally, absent: list[Member], unassigned: Sequence[Unassigned]) -> dict[str, Any]:
    rows = sorted(tally.rows, key=lambda row: (row.student.casefold(), row.student))
    scores = [row.score for row in rows if row.score is not None]
    cases = list(enumerate(tally.cases.values(), start=1))
    shared = _shared_texts(tally)
    return dict(
        exercise=tally.exercise,
        rows=rows[:AT_ONCE],
        total=len(rows),
        columns={
            name: any(getattr(row, name) for row in rows)
            for name in ("name", "section", "variant", "late")
        },
        data=_data(rows),
        graded=len(scores),
        full=sum(row.score is not None and row.score >= row.max_score for row in rows),
        mean=fmean(scores) if scores else None,
        median=median(scores) if scores else None,
        max_score=max((row.max_score for row in rows), default=0),
        late=sum(row.late for row in rows),
        absent=absent,
        unassigned=[(harmless(file.file), file.reason) for file in unassigned],
        waiting=[row for row in rows if row.score is None and not row.waits],
        unmarked=sum(row.waits for row in rows),
        ambiguous=[row for row in rows if row.ambiguous],
        most_listed=_MOST_LISTED,
        histogram=_histogram(rows) if scores else None,
        functions=tally.functions,
        cases=cases,
        scatter=_scatter(cases),
        mistakes=sorted(tally.mistakes.items(), key=lambda item: (-item[1].count, item[0])),
        missing=sorted(tally.missing.items(), key=lambda item: (-item[1].count, item[0])),
        errors=sorted(tally.errors.items(), key=lambda item: (-item[1], item[0])),
        stopped=sorted(tally.stopped),
        clusters=tally.clusters.largest()[:_MOST_GROUPS],
        slowest=tally.slowest(),
        variants=_variants(rows),
        elsewhere=[row for row in rows if row.elsewhere],
        shared_texts=shared[:_MOST_GROUPS],
        shared_texts_count=len(shared),
        too_common=tally.shared_texts.too_common(len(rows)),
        environments=sorted(tally.environments.items()),
    )


def _shared_texts(tally: Tally) -> list[tuple[list[StudentRow], tuple[str, ...]]]:
    """Groups of students who share a text; those who share most come first."""
    groups = [
        (sorted((tally.rows[index] for index in group), key=lambda row: row.student), names)
        for group, names in tally.shared_texts.groups(len(tally.rows))
    ]
    return sorted(groups, key=lambda item: (-len(item[1]), item[0][0].student))


def _variants(rows: Iterable[StudentRow]) -> list[tuple[str, int, float | None]]:
    """Each variant, how many students have it, and their mean score."""
    scores: dict[str, list[float | None]] = {}
    for row in rows:
        if row.variant is not None:
            score = None if row.score is None else float(row.score)
            scores.setdefault(row.variant, []).append(score)
    known = {name: [s for s in each if s is not None] for name, each in scores.items()}
    return [
        (name, len(scores[name]), fmean(known[name]) if known[name] else None)
        for name in sorted(scores)
    ]


def _histogram(rows: Iterable[StudentRow]) -> Markup:
    """Scores in tenths of the attainable points; the last column holds full scores too."""
    counts = Counter(
        min(int(row.score * BINS / row.max_score), BINS - 1)
        for row in rows
        if row.score is not None and row.max_score
    )
    return histogram([counts[n] for n in range(BINS)])


def histogram(counts: Sequence[int]) -> Markup:
    """A chart of the number of students by tenths of the attainable points, as SVG."""
    columns = (
        f"{100 * n // BINS}–{100 * (n + 1) // BINS} %: {count}" for n, count in enumerate(counts)
    )
    label = "Number of students by share of the attainable points: " + ", ".join(columns)
    return Markup(render("histogram.svg", counts=counts, tallest=max(counts) or 1, label=label))


def _scatter(cases: Iterable[tuple[int, CaseTally]]) -> Markup | None:
    points = [
        (number, tally.difficulty, tally.discrimination)
        for number, tally in cases
        if tally.discrimination is not None
    ]
    return scatter(points) if len(points) > 1 else None


def scatter(points: Sequence[Point]) -> Markup:
    """A chart of cases, as SVG: difficulty to the right, discrimination upwards.

    Cases that are close together share a point, with their numbers beside it.
    """
    merged = [
        (
            _label([number for number, _, _ in group]),
            len(group),
            fmean(x for _, x, _ in group),
            fmean(y for _, _, y in group),
        )
        for group in _near(points)
    ]
    listed = "; ".join(f"case {number}: {x:.2f}, {y:.2f}" for number, x, y in points)
    return Markup(
        render(
            "scatter.svg",
            points=merged,
            low=min(0.0, *(y for *_, y in merged)),
            inward=_LEFTMOST_INWARD,
            label=f"Difficulty and discrimination of the cases: {listed}",
        )
    )


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


def _near(points: Iterable[Point]) -> list[list[Point]]:
    """The points in groups: each goes to the first group whose first point it would cover."""
    groups: list[list[Point]] = []
    for point in sorted(points, key=lambda point: point[1:]):
        for group in groups:
            _, x, y = group[0]
            if abs(point[1] - x) < _COVERS[0] and abs(point[2] - y) < _COVERS[1]:
                group.append(point)
                break
        else:
            groups.append([point])
    return [sorted(group) for group in groups]


def _data(rows: Sequence[StudentRow]) -> Markup | None:
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
            row.variant or "",
        ]
        for row in rows
    ]
    return script_data(data)
