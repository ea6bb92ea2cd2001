"""Show one exercise: its functions and points, and its public cases. Hidden ones are only counted."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="ID", help="the exercise")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.facts import facts
    from grader.cli.output import emit, emit_json
    from grader.course.catalog import find_course
    from grader.util.table import table

    exercise = facts(find_course(arguments.course).definition(arguments.exercise))
    if arguments.json:
        emit_json(exercise.as_json())
        return 0
    emit(f"{exercise.id}: {exercise.title}, {exercise.points} points")
    if exercise.editions:
        emit(f"editions: {', '.join(exercise.editions)}")
    emit("")
    rows = [(f.name, str(f.points), str(len(f.public)), str(f.hidden)) for f in exercise.functions]
    emit(table(("function", "points", "public cases", "hidden cases"), rows))
    for function in exercise.functions:
        if function.public:
            emit(f"\n{function.name}")
        for case in function.public:
            emit(f"  {case.name} ({case.points}): {case.description}")
    return 0
