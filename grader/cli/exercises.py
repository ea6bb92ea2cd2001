"""``grader list``, ``show`` and ``new``: the exercises of a course."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser
from grader.cli.output import emit, emit_json, message
from grader.util.table import table

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.course.definition import Definition


def add_list_options(parser: Parser) -> None:
    parser.flag("--json", "print the list as JSON")
    parser.flag("--ids", "print the ids only, without reading the exercises")


def run_list(arguments: argparse.Namespace) -> int:
    """List the exercises of the course, with their functions and points."""
    from grader.cli.main import show_error
    from grader.course.catalog import find_course
    from grader.course.facts import facts
    from grader.util.errors import AuthorError

    course = find_course(arguments.course)
    if arguments.ids:
        emit("\n".join(course.ids()))
        return 0
    exercises, faults = [], []
    for name in course.ids():
        try:
            exercises.append(facts(course.definition(name)))
        except AuthorError as fault:
            faults.append(fault)
    if arguments.json:
        emit_json([exercise.as_json() for exercise in exercises])
    else:
        rows = [(e.id, e.title, str(len(e.functions)), str(e.points)) for e in exercises]
        if rows:
            emit(table(("exercise", "title", "functions", "points"), rows))
        message_left_out(course)
    for each in faults:
        show_error(each.message, each.hint)
    return AuthorError.exit_code if faults else 0


def message_left_out(course: Course) -> None:
    """Say which exercises are left out here, since a library of theirs is not installed."""
    from grader.model.libraries import to_install

    for name, library in course.left_out.items():
        message(f"left out: {name} needs {library} (pip install {to_install(library)})")


def add_show_options(parser: Parser) -> None:
    parser.value("exercise", "ID", "the exercise")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print it as JSON")
    form.add_argument(
        "--case", metavar="NAME", help="print the call of a public case as code to be pasted"
    )


def run_show(arguments: argparse.Namespace) -> int:
    """Show one exercise: its functions and points, and its public cases. Hidden ones are only counted.

    With --case, print the code that makes the call of one public case.
    """
    from grader.course.catalog import find_course
    from grader.course.facts import facts

    definition = find_course(arguments.course).definition(arguments.exercise)
    if arguments.case is not None:
        return _show_case(definition, arguments.case)
    exercise = facts(definition)
    if arguments.json:
        emit_json(exercise.as_json())
        return 0
    more = f" and {exercise.bonus} bonus points" if exercise.bonus else ""
    emit(f"{exercise.id}: {exercise.title}, {exercise.points} points{more}")
    if exercise.editions:
        emit(f"editions: {', '.join(exercise.editions)}")
    emit("")
    rows = [
        (
            f.name,
            f"{f.points} +{f.bonus} bonus" if f.bonus else str(f.points),
            str(len(f.public)),
            str(f.hidden),
        )
        for f in exercise.functions
    ]
    emit(table(("function", "points", "public cases", "hidden cases"), rows))
    for function in exercise.functions:
        if function.public:
            emit(f"\n{function.name}")
        for case in function.public:
            emit(f"  {case.name} ({case.points}): {case.description}")
    return 0


def _show_case(definition: Definition, name: str) -> int:
    from grader.course.public_case import draws, public_call
    from grader.diagnosis.failed_case import call_code
    from grader.util.errors import UsageError

    call = public_call(definition, name)
    code = call_code(name, call, draws=draws(definition, call.function), modules=definition.modules)
    if code is None:
        raise UsageError(f"{name} is no single call", "it makes several calls, and compares them")
    emit(code)
    return 0


def add_new_options(parser: Parser) -> None:
    parser.value("exercise", "ID", "the new exercise's id: letters, digits, underscores")
    text = "make it from an assignment: nbgrader's or otter's source, or functions with asserts"
    parser.path("--from", "NOTEBOOK", text, dest="notebook")


def run_new(arguments: argparse.Namespace) -> int:
    """Write a new exercise that passes verify unchanged: a reference, two cases, a mistake, a statement.

    With --course the folder becomes a course of its own; it is created if it does not exist. With
    --from its functions become the reference, its text the statement, and the calls in its tests the
    cases; what could not be carried over is listed.
    """
    from grader.course.catalog import find_course
    from grader.course.starter import new_exercise, title_of

    # A folder given with --course may be empty or missing, so it is not searched for a course.
    root = Path(arguments.course) if arguments.course else find_course().root
    option = f" --course {arguments.course}" if arguments.course else ""
    if arguments.notebook is None:
        for path in new_exercise(root, arguments.exercise):
            emit(str(path))
        message(f"it passes unchanged: grader verify {arguments.exercise}{option}")
        return 0
    from grader.course.assignment.write import files_from

    texts, left = files_from(arguments.notebook, arguments.exercise, title_of(arguments.exercise))
    for path in new_exercise(root, arguments.exercise, texts):
        emit(str(path))
    for line in left:
        message(f"left to do: {line}")
    message(f"see what is missing: grader verify {arguments.exercise}{option}")
    return 0
