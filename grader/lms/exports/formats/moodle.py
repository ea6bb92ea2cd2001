"""Moodle's offline grading worksheet: the one that was downloaded with grades in it, or a bare one.

A site names the columns in its own language, so they are found by their order and by what stands in them:
the participants' numbers first, and a grade just before the maximum, which is the same in every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.lms.exports.base import Ask, Format, Made
from grader.lms.exports.results import Entry, Exercise, Results
from grader.lms.exports.scaling import Scale, points_in
from grader.lms.exports.template import kept, listed, number, template_rows
from grader.util.csv_tables import csv_of_template, csv_text
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.report.model import Report

_PARTICIPANT = re.compile(r"(?P<word>.*?\D)(?P<id>\d+)\s*", re.DOTALL)
_OTHERS = ("ID number", "Email address", "Username")
_NO = frozenset(
    "no nein non nee não nao nej nei nie ne ei nem nu нет ні не όχι hayır לא لا いいえ 否 아니요 아니오 "
    "không tidak".split()
)
_HINT = "it is what Moodle gives out as grading worksheet; --assignment names its column of grades"
Row = Sequence[object]


def make(ask: Ask) -> Made:
    """The worksheet; raises UsageError for a template that is none, or does not say its maximum."""
    results = ask.people()
    exercise = _exercise(results)
    if ask.template is None:
        told = _without_ids(results)
        if ask.points is None:
            told.append(
                f"{exercise.id} is written out of {number(exercise.max_score)} points: if the maximum in "
                "Moodle is another one, say --points, or give the worksheet as --template"
            )
        return Made(csv_text(_table(results, exercise, ask.points)), told=told)
    rows, delimiter = template_rows(ask.template)
    filled, told = _filled(rows, results, exercise, ask)
    return Made(csv_of_template(filled, delimiter), told=told)


def feedback_name(person: Entry, report: Report) -> str | None:
    """A folder as Moodle's own download has it. Its importer reads the number behind the first underscore."""
    participant = _participant(person)
    if not participant:
        return None
    name = re.sub(r"[\W_]+", " ", person.name or "").strip() or "Participant"
    return f"{name}_{participant}_assignsubmission_file_/feedback-{report.exercise.id}"


FORMAT = Format(
    about="Moodle's grading worksheet",
    make=make,
    takes=frozenset({"template", "assignment", "points", "roster", "pseudonyms"}),
    feedback_name=feedback_name,
)


def _participant(entry: Entry) -> str:
    own = entry.on("moodle", "moodle_id", "moodle", "participant")
    return own if own.isdecimal() else ""


def _without_ids(results: Results) -> list[str]:
    unknown = [entry.id for entry in results.entries if not _participant(entry)]
    if not unknown:
        return []
    return [
        f"{len(unknown)} without a participant's number, so Moodle cannot place them: {listed(unknown)}; "
        "a roster with a column moodle_id gives them one"
    ]


def _table(results: Results, exercise: Exercise, points: int | float | None) -> Iterable[Row]:
    """The columns that Moodle cannot do without; an identifier stays blank where none is known."""
    scale = Scale.between(exercise.max_score, points)
    yield ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
    for entry in results.entries:
        score, participant = entry.scores.get(exercise.id), _participant(entry)
        yield [
            f"Participant {participant}" if participant else "",
            entry.name or ("" if participant else entry.id),
            "" if score is None else number(scale.of(score)),
            number(exercise.max_score if points is None else points),
            "-",
        ]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a worksheet what stands; None: it has no such column."""

    identifier: int
    grade: int
    maximum: int | None
    changeable: int | None
    name: int | None
    others: tuple[int, ...]


def _filled(
    rows: list[list[str]], results: Results, exercise: Exercise, ask: Ask
) -> tuple[list[list[str]], list[str]]:
    """The worksheet with grades, every other column kept, and what a person should know."""
    header = rows[0] if rows else []
    body = [[*row, *[""] * (len(header) - len(row))] for row in rows[1:]]
    columns = _columns(header, body, ask.assignments[0] if ask.assignments else None)
    told: list[str] = []
    found, scaled_to = set(), {}
    out = [header]
    for row in body:
        match = _PARTICIPANT.fullmatch(row[columns.identifier])
        others = [row[index] for index in columns.others]
        name = "" if columns.name is None else row[columns.name]
        entry = results.find("moodle", match["id"] if match else "", others, name)
        row = [kept(title, cell) for title, cell in zip(header, row, strict=False)]
        if entry is not None:
            found.add(entry.id)
            score = entry.scores.get(exercise.id)
            if columns.changeable is not None and _is_no(row[columns.changeable]):
                told.append(f"locked in Moodle, so left as it is: {entry.id}")
            elif score is not None:
                scale = Scale.between(exercise.max_score, _maximum(row, columns, ask.points))
                if scale.changes:
                    scaled_to[scale.theirs] = number(scale.of(exercise.max_score))
                sign = "," if _has_comma(row, columns) else "."
                row[columns.grade] = number(scale.of(score)).replace(".", sign)
        out.append(row)
    if scaled_to:
        told.append(
            f"scores are scaled from {number(exercise.max_score)} points to the worksheet's maximum, "
            f"{' and '.join(scaled_to.values())}"
        )
    told += [
        f"not in the worksheet: {entry.id}"
        for entry in results.entries
        if entry.id not in found and entry.scores.get(exercise.id) is not None
    ]
    return out, told


def _columns(header: list[str], body: list[list[str]], grade: str | None) -> _Columns:
    """Where what stands; raises UsageError where it cannot be told."""
    titles = {title.strip(): index for index, title in enumerate(header)}
    cells = [[row[index] for row in body] for index in range(len(header))]
    identifier = titles.get("Identifier", _identifiers(cells))
    if grade is not None and grade not in titles:
        raise UsageError(
            f"the template has no column {grade!r}", hint=f"it has: {', '.join(titles)}"
        )
    at = titles.get("Grade") if grade is None else titles[grade]
    maximum = titles.get("Maximum Grade")
    if maximum is None:
        several = list(_maxima(cells, at))
        if len(several) > 1:
            what = ", ".join(header[index] for index in several)
            raise UsageError(
                f"several columns of the template may be the maximum: {what}", hint=_HINT
            )
        maximum = several[0] if several else None
    if at is None and maximum is not None:
        at = maximum - 1
    if identifier is None or at is None or at <= identifier:
        raise UsageError("the template is no grading worksheet of Moodle", hint=_HINT)
    after = at if maximum is None else maximum
    changeable = titles.get("Grade can be changed")
    if changeable is None:
        answers = (index for index in range(after + 1, min(after + 4, len(header))))
        changeable = next((index for index in answers if any(map(_is_no, cells[index]))), None)
    mails = [
        index for index in range(identifier + 1, at) if any("@" in cell for cell in cells[index])
    ]
    others = {*(titles[title] for title in _OTHERS if title in titles), *mails}
    name = titles.get("Full name", identifier + 1)
    return _Columns(
        identifier,
        at,
        maximum,
        changeable,
        name if name < at and name not in others else None,
        tuple(sorted(others)),
    )


def _identifiers(cells: list[list[str]]) -> int | None:
    """The first column that holds one word with another number in every row."""
    for index, column in enumerate(cells):
        matches = [_PARTICIPANT.fullmatch(cell) for cell in column]
        found = [match for match in matches if match]
        words = {match["word"].strip() for match in found}
        if found and len(found) == len(column) == len(set(column)) and len(words) == 1:
            return index
    return None


def _maxima(cells: list[list[str]], grade: int | None) -> Iterator[int]:
    """Columns with one number in every row, behind one that holds grades or nothing."""
    for index in range(1, len(cells)):
        if grade is not None and index != grade + 1:
            continue
        numbers = {points_in(cell) for cell in cells[index]}
        before = cells[index - 1]
        if len(numbers) == 1 and None not in numbers and all(map(_may_be_grade, before)):
            yield index


def _may_be_grade(cell: str) -> bool:
    return not cell.strip(" -") or points_in(cell) is not None


def _is_no(cell: str) -> bool:
    return cell.strip().casefold() in _NO


def _has_comma(row: Sequence[str], columns: _Columns) -> bool:
    return columns.maximum is not None and "," in row[columns.maximum].strip()[-3:]


def _maximum(row: Sequence[str], columns: _Columns, points: int | float | None) -> Fraction:
    theirs = None if columns.maximum is None else points_in(row[columns.maximum])
    if theirs:
        return theirs
    if points is None:
        raise UsageError(
            "the worksheet does not say the maximum grade, so it is not known what a score is there",
            hint="say --points N, or set the assignment in Moodle to be graded by points",
        )
    return Fraction(str(points))


def _exercise(results: Results) -> Exercise:
    if len(results.exercises) != 1:
        names = ", ".join(results.exercises)
        raise UsageError(
            "a worksheet of Moodle is for one assignment",
            hint=f"say which exercise with --exercise: {names}",
        )
    return next(iter(results.exercises.values()))
