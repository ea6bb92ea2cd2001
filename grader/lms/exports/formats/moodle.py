"""Moodle's offline grading worksheet: a downloaded one with grades in it, or a bare one.

A site names the columns in its own language, so they are found by their order and by their cells: the
participants' numbers come first, and a grade stands just before the maximum, which is the same in every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.lms.exports.class_scores import ClassScores, ExerciseColumn, Student
from grader.lms.exports.export_format import Export, ExportFormat, Request
from grader.lms.exports.platform_tables import (
    MOST_LISTED,
    Scale,
    keep_row,
    number,
    points_in,
    template_rows,
)
from grader.model.result import Points, exact
from grader.report.model import Report
from grader.util.csv_tables import csv_of_template, csv_text
from grader.util.errors import UsageError
from grader.util.in_words import first_few

_PARTICIPANT = re.compile(r"(?P<word>.*?\D)(?P<id>\d+)\s*", re.DOTALL)
_OTHER_IDS = ("ID number", "Email address", "Username")
_NO = frozenset(
    "no nein non nee não nao nej nei nie ne ei nem nu нет ні не όχι hayır לא لا いいえ 否 아니요 아니오 "
    "không tidak".split()
)
_HINT = "download it in Moodle as grading worksheet; --assignment names its column of grades"


class Moodle(ExportFormat):
    about = "Moodle's grading worksheet"
    options = frozenset({"template", "assignment", "points", "roster", "pseudonyms"})

    def export(self, request: Request) -> Export:
        """A new worksheet, or the template filled in.

        Raises UsageError for a file that is no worksheet, and where its maximum is unknown.
        """
        scores = request.scores()
        exercise = _only_exercise(scores)
        beyond = _beyond_maximum(scores, exercise)
        if request.template is not None:
            made = _filled(scores, exercise, request)
            return Export(made.content, [*made.messages, *beyond])
        messages = [*_without_ids(scores), *scores.messages(), *beyond]
        if request.points is None:
            messages.append(
                f"the scores of {exercise.id} are out of {number(exercise.max_score)} points: if Moodle has "
                "another maximum, give --points, or the worksheet as --template"
            )
        return Export(csv_text(_new_table(scores, exercise, request.points)), messages)

    def feedback_path(self, student: Student, report: Report) -> str | None:
        """A folder as in Moodle's own download. Its importer reads the number behind the first underscore."""
        participant = _participant(student)
        if not participant:
            return None
        name = re.sub(r"[\W_]+", " ", student.name or "").strip() or "Participant"
        return f"{name}_{participant}_assignsubmission_file_/feedback-{report.exercise.id}"


def _participant(student: Student) -> str:
    id = student.on("moodle", "moodle_id", "moodle", "participant")
    return id if id.isdecimal() else ""


def _only_exercise(scores: ClassScores) -> ExerciseColumn:
    if len(scores.exercises) != 1:
        raise UsageError(
            "a worksheet of Moodle is for one assignment",
            hint=f"name one exercise with --exercise: {', '.join(scores.exercises)}",
        )
    return next(iter(scores.exercises.values()))


def _beyond_maximum(scores: ClassScores, exercise: ExerciseColumn) -> list[str]:
    """Moodle refuses a grade above the maximum: bonus points end there, and somebody is told."""
    found = [
        student.id
        for student in scores.students
        if (student.scores.get(exercise.id) or 0) > exercise.max_score
    ]
    if not found:
        return []
    return [
        f"{len(found)} with bonus points beyond the maximum, which Moodle does not take; they get "
        f"the maximum: {first_few(found, MOST_LISTED)}"
    ]


def _without_ids(scores: ClassScores) -> list[str]:
    unknown = [student.id for student in scores.students if not _participant(student)]
    if not unknown:
        return []
    return [
        f"{len(unknown)} without a participant number, so Moodle cannot find them: {first_few(unknown, MOST_LISTED)}; "
        "give a roster with a column moodle_id"
    ]


def _new_table(
    scores: ClassScores, exercise: ExerciseColumn, points: Points | None
) -> Iterable[Sequence[str]]:
    """The columns that Moodle needs; an identifier stays blank where none is known."""
    scale = Scale.between(exercise.max_score, points)
    maximum = number(exercise.max_score if points is None else points)
    yield ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
    for student in scores.students:
        score, participant = student.scores.get(exercise.id), _participant(student)
        yield [
            f"Participant {participant}" if participant else "",
            student.name or ("" if participant else student.id),
            "" if score is None else scale.text(min(score, exercise.max_score)),
            maximum,
            "-",
        ]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The indices of a worksheet's columns; None: it has no such column."""

    identifier: int
    grade: int
    maximum: int | None
    changeable: int | None
    name: int | None
    other_ids: tuple[int, ...]


def _filled(scores: ClassScores, exercise: ExerciseColumn, request: Request) -> Export:
    """The worksheet with grades. Every other column stays as it is."""
    assert request.template is not None
    header, body, delimiter = template_rows(request.template)
    columns = _columns(header, body, request.assignments[0] if request.assignments else None)
    messages = scores.messages()
    filled, present, maxima = [header], set(), {}
    for row in body:
        match = _PARTICIPANT.fullmatch(row[columns.identifier])
        student = scores.find(
            "moodle",
            match["id"] if match else "",
            [row[index] for index in columns.other_ids],
            "" if columns.name is None else row[columns.name],
        )
        row = keep_row(header, row)
        if student is not None:
            present.add(student.id)
            score = student.scores.get(exercise.id)
            if columns.changeable is not None and _is_no(row[columns.changeable]):
                messages.append(f"locked in Moodle, so not changed: {student.id}")
            elif score is not None:
                scale = Scale.between(exercise.max_score, _maximum(row, columns, request.points))
                if scale.changes:
                    maxima[scale.theirs] = scale.text(exercise.max_score)
                sign = "," if _has_comma(row, columns) else "."
                most = min(score, exercise.max_score)
                row[columns.grade] = scale.text(most).replace(".", sign)
        filled.append(row)
    if maxima:
        messages.append(
            f"scores are scaled from {number(exercise.max_score)} points to the worksheet's maximum, "
            f"{' and '.join(maxima.values())}"
        )
    messages += [
        f"not in the worksheet: {student.id}"
        for student in scores.students
        if student.id not in present and student.scores.get(exercise.id) is not None
    ]
    return Export(csv_of_template(filled, delimiter), messages)


def _columns(header: Sequence[str], body: list[list[str]], title: str | None) -> _Columns:
    """Find the columns; ``title`` is that of the grades, if known. Raises UsageError where they are unclear."""
    titles = {name.strip(): index for index, name in enumerate(header)}
    cells = [[row[index] for row in body] for index in range(len(header))]
    if title is not None and title not in titles:
        raise UsageError(
            f"the template has no column {title!r}", hint=f"it has: {', '.join(titles)}"
        )
    identifier = titles.get("Identifier", _identifiers(cells))
    grade = titles.get(title or "Grade")
    maximum = titles.get("Maximum Grade")
    if maximum is None:
        maximum = _only_maximum(header, cells, grade)
    if grade is None and maximum is not None:
        grade = maximum - 1
    if identifier is None or grade is None or grade <= identifier:
        raise UsageError("the template is not a grading worksheet of Moodle", hint=_HINT)
    changeable = titles.get("Grade can be changed")
    if changeable is None:
        after = range((grade if maximum is None else maximum) + 1, len(header))[:3]
        changeable = next((index for index in after if any(map(_is_no, cells[index]))), None)
    between = range(identifier + 1, grade)
    mails = [index for index in between if any("@" in cell for cell in cells[index])]
    other_ids = {*(titles[name] for name in _OTHER_IDS if name in titles), *mails}
    name = titles.get("Full name", identifier + 1)
    return _Columns(
        identifier,
        grade,
        maximum,
        changeable,
        name if name < grade and name not in other_ids else None,
        tuple(sorted(other_ids)),
    )


def _identifiers(cells: list[list[str]]) -> int | None:
    """The first column that has the same word with another number in every row."""
    for index, column in enumerate(cells):
        matches = [match for cell in column if (match := _PARTICIPANT.fullmatch(cell))]
        words = {match["word"].strip() for match in matches}
        if len(words) == 1 and len(matches) == len(column) == len(set(column)):
            return index
    return None


def _only_maximum(header: Sequence[str], cells: list[list[str]], grade: int | None) -> int | None:
    """The column of the maximum, where none is titled so; raises UsageError for several."""
    candidates = list(_maxima(cells, grade))
    if len(candidates) > 1:
        names = ", ".join(header[index] for index in candidates)
        raise UsageError(
            f"several columns of the template could be the maximum: {names}", hint=_HINT
        )
    return candidates[0] if candidates else None


def _maxima(cells: list[list[str]], grade: int | None) -> Iterator[int]:
    """Columns with one number in every row, behind one that holds grades or nothing."""
    for index in range(1, len(cells)) if grade is None else [grade + 1]:
        numbers = {points_in(cell) for cell in cells[index]} if index < len(cells) else set()
        if len(numbers) == 1 and None not in numbers and all(map(_may_be_grade, cells[index - 1])):
            yield index


def _may_be_grade(cell: str) -> bool:
    return not cell.strip(" -") or points_in(cell) is not None


def _is_no(cell: str) -> bool:
    return cell.strip().casefold() in _NO


def _has_comma(row: Sequence[str], columns: _Columns) -> bool:
    return columns.maximum is not None and "," in row[columns.maximum].strip()[-3:]


def _maximum(row: Sequence[str], columns: _Columns, points: Points | None) -> Fraction:
    theirs = None if columns.maximum is None else points_in(row[columns.maximum])
    if theirs:
        return theirs
    if points is None:
        raise UsageError(
            "the worksheet has no maximum grade, so scores cannot be scaled to it",
            hint="give --points N, or let Moodle grade the assignment by points",
        )
    return exact(points)


FORMAT = Moodle()
