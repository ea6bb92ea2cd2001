"""Moodle's offline grading worksheet: the one that was downloaded with grades in it, or a bare one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.errors import UsageError
from grader.export.filling import kept, number
from grader.export.results import Results
from grader.report.tables import inert

_OTHERS = ("ID number", "Email address", "Username")
Row = Sequence[object]


def table(results: Results) -> Iterable[Row]:
    """The columns that Moodle cannot do without."""
    exercise = _exercise(results)
    yield ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
    for entry in results.entries:
        score = entry.scores.get(exercise)
        participant = entry.on("moodle", "moodle_id", "moodle", "participant") or entry.id
        cell = "" if score is None else number(score)
        yield [
            inert(f"Participant {participant}"),
            inert(entry.name or ""),
            cell,
            number(results.exercises[exercise].max_score),
            "-",
        ]


def filled(rows: list[list[str]], results: Results) -> tuple[list[list[str]], list[str]]:
    """The worksheet with grades, every other column kept, and what a person should know."""
    header = rows[0] if rows else []
    if not {"Identifier", "Grade"} <= set(header):
        raise UsageError(
            "the template is no grading worksheet of Moodle",
            hint="its first line must name the columns Identifier and Grade",
        )
    exercise = _exercise(results)
    ours = results.exercises[exercise].max_score
    told, found, out, scaled = [], set(), [header], False
    for row in rows[1:]:
        row = [*row, *[""] * (len(header) - len(row))]
        cells = dict(zip(header, row, strict=False))
        participant = re.sub(r"\D", "", cells["Identifier"].rpartition(" ")[2])
        others = [cells.get(column, "") for column in _OTHERS]
        entry = results.find("moodle", participant, others, cells.get("Full name", ""))
        row = [kept(name, cell) for name, cell in zip(header, row, strict=False)]
        if entry is not None:
            found.add(entry.id)
            score = entry.scores.get(exercise)
            if cells.get("Grade can be changed", "").strip().casefold() == "no":
                told.append(f"locked in Moodle, so left as it is: {entry.id}")
            elif score is not None:
                theirs = _maximum(cells)
                if theirs is not None and ours and theirs != Fraction(str(ours)):
                    score, scaled = float(Fraction(str(score)) * theirs / Fraction(str(ours))), True
                row[header.index("Grade")] = number(score)
        out.append(row)
    if scaled:
        told.append(f"the worksheet's maximum is not {number(ours)}, so scores were scaled to it")
    told += [
        f"not in the worksheet: {entry.id}"
        for entry in results.entries
        if entry.id not in found and entry.scores.get(exercise) is not None
    ]
    return out, told


def _maximum(cells: dict[str, str]) -> Fraction | None:
    try:
        return Fraction(cells.get("Maximum Grade", "").replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return None


def _exercise(results: Results) -> str:
    if len(results.exercises) != 1:
        names = ", ".join(results.exercises)
        raise UsageError(
            "a worksheet of Moodle is for one assignment",
            hint=f"say which exercise with --exercise: {names}",
        )
    return next(iter(results.exercises))
