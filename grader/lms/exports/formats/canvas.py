"""The table that Canvas' gradebook imports: a new one, or Canvas' own export filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from grader.lms.exports.class_scores import ClassScores, ExerciseColumn, Student
from grader.lms.exports.export_format import Export, ExportFormat, Request
from grader.lms.exports.platform_tables import (
    MOST_LISTED,
    Scale,
    keep_row,
    normal,
    number,
    points_in,
    template_rows,
)
from grader.model.result import Points
from grader.report.model import Report
from grader.util.csv_tables import csv_of_template, csv_text
from grader.util.errors import UsageError
from grader.util.in_words import first_few

FIRST = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)\s*", re.DOTALL)
_DOWNLOADED = re.compile(r"(?P<start>.+?_\d+_(?:question_\d+_)?\d+)_.+", re.DOTALL)
"""A downloaded file's name, for reports without the upload's number."""


class Canvas(ExportFormat):
    about = "the table that Canvas' gradebook imports"
    options = frozenset({"template", "assignment", "points", "roster", "pseudonyms"})

    def export(self, request: Request) -> Export:
        """A new table, or the template filled in.

        Raises UsageError for a file that is no export of Canvas, and where the points of a column
        are unknown.
        """
        scores = request.scores()
        if request.template is not None:
            return _filled(scores, request)
        messages = [*_without_ids(scores), *scores.messages()]
        if request.points is None:
            messages += [
                f"the scores of {exercise.id} are out of {number(exercise.max_score)} points: if Canvas has "
                "another number for its column, give --points, or Canvas' export as --template"
                for exercise in scores.exercises.values()
            ]
        return Export(csv_text(_new_table(scores, request)), messages)

    def feedback_path(self, student: Student, report: Report) -> str | None:
        """As Canvas names a downloaded file: it finds the student by the two numbers in it."""
        known = student.on("canvas", "canvas_id", "canvas")
        id = known or next((other for other in student.ids if other.isdecimal()), "")
        upload, ending = report.submission.upload, f"feedback-{report.exercise.id}"
        if upload is not None and id:
            name = re.sub(r"[\W\d_]+", "", student.name or "") or "student"
            return f"{name if id.isdecimal() else 'anon'}_{id}_{upload}_{ending}"
        match = _DOWNLOADED.fullmatch(PurePosixPath(report.submission.file).name)
        return None if match is None else f"{match['start']}_{ending}"


def _new_table(scores: ClassScores, request: Request) -> Iterable[Sequence[str]]:
    """A row per student. ``assignments`` are titles in Canvas, in the order of the exercises."""
    exercises, points = list(scores.exercises.values()), request.points
    titles = [exercise.title for exercise in exercises[len(request.assignments) :]]
    yield [*FIRST, *request.assignments, *titles]
    worth = (number(exercise.max_score if points is None else points) for exercise in exercises)
    yield [POINTS, "", "", "", "", *worth]
    scales = {exercise.id: Scale.between(exercise.max_score, points) for exercise in exercises}
    for student in scores.students:
        cells = (_cell(student, id, scale) for id, scale in scales.items())
        yield [student.name or student.id, *_ids(student), student.section or "", *cells]


def _ids(student: Student) -> tuple[str, str, str]:
    """The ids by which Canvas knows a student, from the download or the roster. A name is none of them."""
    id = student.on("canvas", "canvas_id", "canvas")
    return (
        id if id.isdecimal() else "",
        student.on("sis", "sis_user_id", "sis_id"),
        student.on("sis", "sis_login_id", "login_id", "login", "email"),
    )


def _without_ids(scores: ClassScores) -> list[str]:
    unknown = [student.id for student in scores.students if not any(_ids(student))]
    if not unknown:
        return []
    return [
        f"{len(unknown)} without an id that Canvas knows, so Canvas uses their names: {first_few(unknown, MOST_LISTED)}; "
        "give a roster with a column canvas_id, sis_user_id or sis_login_id"
    ]


def _filled(scores: ClassScores, request: Request) -> Export:
    """Canvas' own rows with the scores in them."""
    assert request.template is not None
    header, body, delimiter = template_rows(request.template)
    if not {"Student", "ID"} <= set(header):
        raise UsageError(
            "the template is not an export of Canvas' gradebook",
            hint=f"its first line must begin with {', '.join(FIRST)}",
        )
    columns = _columns(header, scores, request.assignments)
    scales = {
        id: _scale(scores.exercises[id], header, body, column, request.points)
        for id, column in columns.items()
    }
    filled, present = [header], set()
    for row in body:
        cells = dict(zip(header, row, strict=False))
        if not _is_points(row) and (cells["ID"].strip() or cells["Student"].strip()):
            others = (cells.get("SIS User ID", ""), cells.get("SIS Login ID", ""))
            student = scores.find("canvas", cells["ID"], others, cells["Student"])
            row = keep_row(header, row)
            if student is not None:
                present.add(student.id)
                for id, column in columns.items():
                    row[column] = _cell(student, id, scales[id]) or row[column]
        filled.append(row)
    messages = scores.messages()
    messages += [
        f"{id}: scores are scaled from {number(scores.exercises[id].max_score)} points to the "
        f"{scale.text(scores.exercises[id].max_score)} of {header[columns[id]]}"
        for id, scale in scales.items()
        if scale.changes
    ]
    messages += [
        f"not exported, because the template has no column for it: {id}"
        for id in scores.exercises
        if id not in columns
    ]
    messages += [
        f"not in the template: {student.id}"
        for student in scores.students
        if student.scores and student.id not in present
    ]
    return Export(csv_of_template(filled, delimiter), messages)


def _is_points(row: Sequence[str]) -> bool:
    """Whether it is the row below the titles. Its first cell is indented, in whatever language."""
    indented = row[0].startswith("    ") and not any(cell.strip() for cell in row[1:2])
    return indented or row[0].strip().startswith("Points Possible")


def _scale(
    exercise: ExerciseColumn,
    header: Sequence[str],
    body: Iterable[Sequence[str]],
    column: int,
    points: Points | None,
) -> Scale:
    """To the points of the column; raises UsageError where neither the template nor --points gives them."""
    cells = [row[column] for row in body if _is_points(row)]
    worth = next(filter(None, map(points_in, cells)), None)
    if worth is None and points is None:
        what = f"{cells[0].strip()!r} points" if cells and cells[0].strip() else "no points"
        raise UsageError(
            f"the template gives {header[column]} {what}, so scores cannot be scaled to it",
            hint="its row Points Possible should have the points of the column; or give --points N",
        )
    return Scale.between(exercise.max_score, points if worth is None else worth)


def _cell(student: Student, exercise: str, scale: Scale) -> str:
    score = student.scores.get(exercise)
    if score is not None:
        return scale.text(score)
    return "EX" if student.excused else ""


def _columns(
    header: Sequence[str], scores: ClassScores, assignments: Sequence[str]
) -> dict[str, int]:
    """Exercise -> the column of its assignment.

    Raises UsageError where several columns may be meant, or none can be found.
    """
    titles = {
        index: match
        for index, cell in enumerate(header)
        if cell not in FIRST and (match := _TITLE.fullmatch(cell))
    }
    available = ", ".join(header[index] for index in titles)
    columns: dict[str, int] = {}
    for position, exercise in enumerate(scores.exercises.values()):
        given = assignments[position : position + 1]
        matches = [
            index
            for index, match in titles.items()
            if any(
                name.strip() in (header[index], match["id"])
                or normal(name) == normal(match["title"])
                for name in given or (exercise.title, exercise.id)
            )
        ]
        if len(matches) > 1:
            raise UsageError(
                f"several columns of the template could be {exercise.id}: "
                f"{', '.join(header[index] for index in matches)}",
                hint="name one with --assignment, by its number",
            )
        if given and not matches:
            raise UsageError(
                f"the template has no assignment {given[0]!r}",
                hint=f"it has: {available or 'none'}",
            )
        columns.update((exercise.id, index) for index in matches)
    if not columns and len(titles) == 1 and len(scores.exercises) == 1:
        return {next(iter(scores.exercises)): next(iter(titles))}
    if not columns:
        raise UsageError(
            "no assignment in the template has the name of an exercise",
            hint=f"name one with --assignment: {available}",
        )
    return columns


FORMAT = Canvas()
