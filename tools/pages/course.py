"""docs/course.md: the exercises that ship with the project, as ``grader list --json`` has them."""

from __future__ import annotations

from grader.course.catalog import find_course
from grader.course.facts import ExerciseFacts, facts
from tools.pages import ROOT
from tools.pages.markdown import page as markdown
from tools.pages.markdown import table

INTRODUCTION = """# The course

The exercises that come with the project, with their graded functions. Students have the public
cases, and `grader check` runs them; of hidden cases only the number is shown. `grader list` and
`grader show ID` print the same for any course. `autograd_basics` is not listed here: it needs PyTorch, an extra."""

EXTRAS = frozenset({"torch"})
"""Libraries that need not be installed where this page is made: it is the same everywhere."""


def page() -> str:
    course = find_course(ROOT)
    definitions = map(course.definition, course.ids())
    exercises = [facts(each) for each in definitions if not EXTRAS & {*each.libraries}]
    return markdown(INTRODUCTION, _overview(exercises), *map(_section, exercises))


def _overview(exercises: list[ExerciseFacts]) -> str:
    counts = [(len(e.functions), *_cases(e)) for e in exercises]
    rows = [
        (f"[{e.id}](#{e.id})", e.title, *count, e.points)
        for e, count in zip(exercises, counts, strict=True)
    ]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    header = ("exercise", "title", "functions", "public cases", "hidden cases", "points")
    return table(header, [*rows, ("**all**", "", *sums, "")], right=4)


def _cases(exercise: ExerciseFacts) -> tuple[int, int]:
    functions = exercise.functions
    return sum(len(f.public) for f in functions), sum(f.hidden for f in functions)


def _section(exercise: ExerciseFacts) -> str:
    title = f"## {exercise.id}\n\n{exercise.title}, {exercise.points} points."
    if exercise.editions:
        title += f" Editions: {', '.join(exercise.editions)}."
    rows = [(f"`{f.name}`", len(f.public), f.hidden, f.points) for f in exercise.functions]
    return title + "\n\n" + table(("function", "public cases", "hidden cases", "points"), rows, 3)
