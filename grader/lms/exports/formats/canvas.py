"""A table that Canvas' gradebook imports: a new one, or Canvas' own export filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.lms.exports.base import Ask, Format, Made
from grader.lms.exports.results import Entry, Exercise, Results
from grader.lms.exports.scaling import Scale, points_in
from grader.lms.exports.template import kept, listed, normal, number, template_rows
from grader.util.csv_tables import csv_of_template, csv_text
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.report.model import Report

FIRST = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)\s*", re.DOTALL)
_DOWNLOADED = re.compile(r"(?P<start>.+?_\d+_(?:question_\d+_)?\d+)_.+", re.DOTALL)
"""A downloaded file, of reports that hold no number of it."""

Row = Sequence[object]


def make(ask: Ask) -> Made:
    """The table; raises UsageError for a template that is none, or does not say what a column is worth."""
    results = ask.people()
    if ask.template is None:
        told = _without_ids(results)
        if ask.points is None:
            told += [
                f"{each.id} is written out of {number(each.max_score)} points: if its column in Canvas is "
                "worth another number, say --points, or give Canvas' export as --template"
                for each in results.exercises.values()
            ]
        return Made(csv_text(_table(results, ask.assignments, ask.points)), told=told)
    rows, delimiter = template_rows(ask.template)
    filled, told = _filled(rows, results, ask)
    return Made(csv_of_template(filled, delimiter), told=told)


def feedback_name(person: Entry, report: Report) -> str | None:
    """As Canvas names a downloaded file: it finds the student by the two numbers, and no other way."""
    known = person.on("canvas", "canvas_id", "canvas")
    own = known or next((each for each in person.ids if each.isdecimal()), "")
    upload = report.submission.upload
    ending = f"feedback-{report.exercise.id}"
    if upload is not None and own:
        name = re.sub(r"[\W\d_]+", "", person.name or "") or "student"
        return f"{name if own.isdecimal() else 'anon'}_{own}_{upload}_{ending}"
    match = _DOWNLOADED.fullmatch(PurePosixPath(report.submission.file).name)
    return None if match is None else f"{match['start']}_{ending}"


FORMAT = Format(
    about="the table that Canvas' gradebook imports",
    make=make,
    takes=frozenset({"template", "assignment", "points", "roster", "pseudonyms"}),
    feedback_name=feedback_name,
)


def _table(
    results: Results, assignments: Sequence[str], points: int | float | None
) -> Iterable[Row]:
    """A row per person. ``assignments`` are the titles in Canvas, with ids, in the order of the exercises."""
    exercises = list(results.exercises.values())
    scales = {each.id: Scale.between(each.max_score, points) for each in exercises}
    titles = [*assignments, *(exercise.title for exercise in exercises[len(assignments) :])]
    yield [*FIRST, *titles]
    worth = (number(each.max_score if points is None else points) for each in exercises)
    yield [POINTS, "", "", "", "", *worth]
    for entry in results.entries:
        yield [
            entry.name or entry.id,
            *_ids(entry),
            entry.section or "",
            *(_cell(entry, exercise, scales[exercise.id]) for exercise in exercises),
        ]


def _ids(entry: Entry) -> tuple[str, str, str]:
    """What Canvas knows a student by, as far as the download or the roster says it; a name is none of these."""
    own = entry.on("canvas", "canvas_id", "canvas")
    return (
        own if own.isdecimal() else "",
        entry.on("sis", "sis_user_id", "sis_id"),
        entry.on("sis", "sis_login_id", "login_id", "login", "email"),
    )


def _without_ids(results: Results) -> list[str]:
    unknown = [entry.id for entry in results.entries if not any(_ids(entry))]
    if not unknown:
        return []
    return [
        f"{len(unknown)} without an id that Canvas knows, so it goes by their names: {listed(unknown)}; "
        "a roster with a column canvas_id, sis_user_id or sis_login_id gives them one"
    ]


def _filled(rows: list[list[str]], results: Results, ask: Ask) -> tuple[list[list[str]], list[str]]:
    """Canvas' own rows with the scores in them, and what a person should know."""
    header = rows[0] if rows else []
    if not {"Student", "ID"} <= set(header):
        raise UsageError(
            "the template is no export of Canvas' gradebook",
            hint=f"its first line must begin with {', '.join(FIRST)}",
        )
    columns = _columns(header, results, ask.assignments)
    scales = {
        exercise: _scale(results.exercises[exercise], rows, column, ask.points)
        for exercise, column in columns.items()
    }
    found, out = set(), [header]
    for row in rows[1:]:
        row = [*row, *[""] * (len(header) - len(row))]
        cells = dict(zip(header, row, strict=False))
        if not _is_points(row) and (cells["ID"].strip() or cells["Student"].strip()):
            others = (cells.get("SIS User ID", ""), cells.get("SIS Login ID", ""))
            entry = results.find("canvas", cells["ID"], others, cells["Student"])
            row = [kept(name, cell) for name, cell in zip(header, row, strict=False)]
            if entry is not None:
                found.add(entry.id)
                for exercise, column in columns.items():
                    cell = _cell(entry, results.exercises[exercise], scales[exercise])
                    row[column] = cell or row[column]
        out.append(row)
    told = [
        f"{exercise}: scores are scaled from {number(results.exercises[exercise].max_score)} points to the "
        f"{number(scale.of(results.exercises[exercise].max_score))} of {header[columns[exercise]]}"
        for exercise, scale in scales.items()
        if scale.changes
    ]
    told += [
        f"not in the template, so not exported: {exercise}"
        for exercise in results.exercises
        if exercise not in columns
    ]
    missing = [entry.id for entry in results.entries if entry.id not in found and entry.scores]
    return out, [*told, *(f"not in the template: {student}" for student in missing)]


def _is_points(row: Sequence[str]) -> bool:
    """The row below the titles. Its first cell is indented, in whatever language it stands."""
    indented = row[0].startswith("    ") and not any(cell.strip() for cell in row[1:2])
    return indented or row[0].strip().startswith("Points Possible")


def _scale(
    exercise: Exercise, rows: list[list[str]], column: int, points: int | float | None
) -> Scale:
    """To what the column is worth; raises UsageError where the template does not say it."""
    cells = [row[column] for row in rows[1:] if row and _is_points(row) and column < len(row)]
    worth: Fraction | None = next(filter(None, map(points_in, cells)), None)
    if worth is None and points is None:
        what = f"{cells[0].strip()!r} points" if cells and cells[0].strip() else "no points"
        raise UsageError(
            f"the template gives {rows[0][column]} {what}, so it is not known what a score is there",
            hint="its row Points Possible says what the column is worth; or say --points N",
        )
    return Scale.between(exercise.max_score, points if worth is None else worth)


def _cell(entry: Entry, exercise: Exercise, scale: Scale) -> str:
    score = entry.scores.get(exercise.id)
    return (
        "EX"
        if entry.excused and score is None
        else ""
        if score is None
        else number(scale.of(score))
    )


def _columns(header: list[str], results: Results, assignments: Sequence[str]) -> dict[str, int]:
    """Exercise -> the column of its assignment."""
    named = {
        index: _TITLE.fullmatch(cell) for index, cell in enumerate(header) if cell not in FIRST
    }
    titled = {index: match for index, match in named.items() if match}
    found: dict[str, int] = {}
    for position, exercise in enumerate(results.exercises.values()):
        given = assignments[position : position + 1]
        matches = list(_titled(titled, header, given or [exercise.title, exercise.id]))
        if len(matches) > 1:
            raise UsageError(
                f"several columns of the template may be {exercise.id}: "
                f"{', '.join(header[index] for index in matches)}",
                hint="say which with --assignment, by its number",
            )
        if given and not matches:
            raise UsageError(
                f"the template has no assignment {given[0]!r}",
                hint=f"it has: {', '.join(header[index] for index in titled) or 'none'}",
            )
        found.update((exercise.id, index) for index in matches)
    if not found and len(titled) == 1 and len(results.exercises) == 1:
        found[next(iter(results.exercises))] = next(iter(titled))
    if not found:
        raise UsageError(
            "no assignment in the template bears the name of an exercise",
            hint=f"say which with --assignment, one of: {', '.join(header[index] for index in titled)}",
        )
    return found


def _titled(
    titled: dict[int, re.Match[str]], header: list[str], wanted: Sequence[str]
) -> Iterator[int]:
    for index, match in titled.items():
        if any(
            name.strip() in (header[index], match["id"]) or normal(name) == normal(match["title"])
            for name in wanted
        ):
            yield index
