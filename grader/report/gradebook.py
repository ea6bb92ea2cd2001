"""gradebook.csv: many reports as one table, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.files import write_atomically
from grader.report import words
from grader.report.model import Report

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_SUBMITTED = "not submitted"

Number = int | float


@dataclass(frozen=True, slots=True)
class _Row:
    """What the gradebook needs of a report, so that thousands need not be kept."""

    student: str
    exercise: str
    status: str
    functions: dict[str, Number]
    score: Number | None
    max_score: Number


def write_gradebook(path: Path, reports: Iterable[Report]) -> None:
    """Write a row per student.

    For one exercise a column per function, for several a column per exercise. The cells of a
    submission without a score stay blank: an unreadable file is no zero.
    """
    rows = sorted((_row(report) for report in reports), key=_by_student)
    exercises = sorted({row.exercise for row in rows})
    table = _per_function(rows) if len(exercises) < 2 else _per_exercise(rows, exercises)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [_inert(cell) if isinstance(cell, str) else cell for cell in line] for line in table
    )
    write_atomically(path, text.getvalue())


def _row(report: Report) -> _Row:
    return _Row(
        student=report.submission.student,
        exercise=report.exercise.id,
        status=words.submission_status(report),
        functions={function.name: function.score for function in report.functions},
        score=report.score,
        max_score=report.max_score,
    )


def _by_student(row: _Row) -> tuple[str, str, str]:
    return row.student.casefold(), row.student, row.exercise


def _per_function(rows: list[_Row]) -> Iterable[list[str | Number | None]]:
    names = list(dict.fromkeys(name for row in rows for name in row.functions))
    yield ["student", *names, "total", "max", "status"]
    for row in rows:
        graded = row.score is not None
        scores = [row.functions.get(name) if graded else None for name in names]
        yield [row.student, *scores, row.score, row.max_score, row.status]


def _per_exercise(rows: list[_Row], exercises: list[str]) -> Iterable[list[str | Number | None]]:
    attainable = {row.exercise: row.max_score for row in rows}
    students: dict[str, dict[str, _Row]] = {}
    for row in rows:
        students.setdefault(row.student, {})[row.exercise] = row
    yield ["student", *exercises, "total", "max", "status"]
    for student, own in students.items():
        scores = [own[exercise].score if exercise in own else None for exercise in exercises]
        # A sum without an ungraded submission would count it as zero.
        settled = all(row.score is not None for row in own.values())
        total = _sum(score for score in scores if score is not None) if settled else None
        yield [student, *scores, total, _sum(attainable.values()), _statuses(own, exercises)]


def _statuses(own: dict[str, _Row], exercises: list[str]) -> str:
    """"graded", or what keeps which exercise from it."""
    lacking = [
        f"{exercise}: {own[exercise].status if exercise in own else NOT_SUBMITTED}"
        for exercise in exercises
        if exercise not in own or own[exercise].score is None
    ]
    return "; ".join(lacking) or "graded"


def _sum(numbers: Iterable[Number]) -> Number:
    """The sum of decimal numbers as people add them: 0.1 + 0.2 is 0.3."""
    total = sum((Fraction(str(number)) for number in numbers), Fraction(0))
    return total.numerator if total.denominator == 1 else round(float(total), 6)


def _inert(cell: str) -> str:
    """``cell`` as text: a spreadsheet would run a student's name that begins like a formula."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell
