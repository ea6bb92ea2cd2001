"""List the exercises of the course, with their functions and points."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument(
        "--ids", action="store_true", help="print the ids only, without reading the exercises"
    )


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.facts import facts
    from grader.cli.output import emit, emit_json
    from grader.course.catalog import find_course
    from grader.util.table import table

    course = find_course(arguments.course)
    if arguments.ids:
        emit("\n".join(course.ids()))
        return 0
    found = [facts(course.definition(name)) for name in course.ids()]
    if arguments.json:
        emit_json([exercise.as_json() for exercise in found])
        return 0
    rows = [(e.id, e.title, str(len(e.functions)), str(e.points)) for e in found]
    emit(table(("exercise", "title", "functions", "points"), rows))
    return 0
