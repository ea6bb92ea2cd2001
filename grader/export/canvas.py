"""A table that Canvas' gradebook imports: a new one, or Canvas' own export filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from grader.errors import UsageError
from grader.export.filling import kept, normal, number
from grader.export.results import Entry, Exercise, Results
from grader.report.tables import inert

FIRST = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)\s*", re.DOTALL)

Row = Sequence[object]


def table(results: Results, assignments: Sequence[str] = ()) -> Iterable[Row]:
    """A row per person. ``assignments`` are the titles in Canvas, with ids, in the order of the exercises."""
    exercises = list(results.exercises.values())
    titles = [*assignments, *(exercise.title for exercise in exercises[len(assignments) :])]
    yield [*FIRST, *map(inert, titles)]
    yield [POINTS, "", "", "", "", *(number(exercise.max_score) for exercise in exercises)]
    for entry in results.entries:
        yield [
            inert(entry.name or entry.id),
            inert(entry.on("canvas", "canvas_id", "canvas")),
            inert(entry.on("sis", "sis_user_id", "sis_id") or ("" if entry.platform else entry.id)),
            inert(entry.on("sis", "sis_login_id", "login_id", "login", "email")),
            inert(entry.section or ""),
            *(_cell(entry, exercise) for exercise in exercises),
        ]


def filled(
    rows: list[list[str]], results: Results, assignments: Sequence[str] = ()
) -> tuple[list[list[str]], list[str]]:
    """Canvas' own rows with the scores in them, and what a person should know."""
    header = rows[0] if rows else []
    if not {"Student", "ID"} <= set(header):
        raise UsageError(
            "the template is no export of Canvas' gradebook",
            hint=f"its first line must begin with {', '.join(FIRST)}",
        )
    columns = _columns(header, results, assignments)
    found, out = set(), [header]
    for row in rows[1:]:
        row = [*row, *[""] * (len(header) - len(row))]
        cells = dict(zip(header, row, strict=False))
        if not row[0].strip().startswith("Points Possible") and (
            cells["ID"].strip() or cells["Student"].strip()
        ):
            others = (cells.get("SIS User ID", ""), cells.get("SIS Login ID", ""))
            entry = results.find("canvas", cells["ID"], others, cells["Student"])
            row = [kept(name, cell) for name, cell in zip(header, row, strict=False)]
            if entry is not None:
                found.add(entry.id)
                for exercise, column in columns.items():
                    row[column] = _cell(entry, results.exercises[exercise]) or row[column]
        out.append(row)
    missing = [entry.id for entry in results.entries if entry.id not in found and entry.scores]
    return out, [f"not in the template: {student}" for student in missing]


def _cell(entry: Entry, exercise: Exercise) -> str:
    score = entry.scores.get(exercise.id)
    return "EX" if entry.excused and score is None else "" if score is None else number(score)


def _columns(header: list[str], results: Results, assignments: Sequence[str]) -> dict[str, int]:
    """Exercise -> the column of its assignment."""
    named = {
        index: _TITLE.fullmatch(cell) for index, cell in enumerate(header) if cell not in FIRST
    }
    titled = {index: match for index, match in named.items() if match}
    found: dict[str, int] = {}
    for position, exercise in enumerate(results.exercises.values()):
        wanted = (
            [assignments[position]]
            if position < len(assignments)
            else [exercise.title, exercise.id]
        )
        for index, match in titled.items():
            if any(
                name.strip() in (header[index], match["id"])
                or normal(name) == normal(match["title"])
                for name in wanted
            ):
                found[exercise.id] = index
    if not found and len(titled) == 1 and len(results.exercises) == 1:
        found[next(iter(results.exercises))] = next(iter(titled))
    if not found:
        raise UsageError(
            "no assignment in the template bears the name of an exercise",
            hint=f"say which with --assignment, one of: {', '.join(header[index] for index in titled)}",
        )
    return found
