"""Write a new exercise that passes verify as it stands: a reference, two cases, a mistake, a statement.

With --course the folder becomes a course of its own; it is made where it is not there.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "exercise", metavar="ID", help="the new exercise's id: letters, digits, underscores"
    )


def run(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from grader.cli.output import emit, message
    from grader.course.catalog import find_course
    from grader.course.scaffold import scaffold

    # A folder that was named on the command line may be empty still, or not there.
    root = Path(arguments.course) if arguments.course else find_course().root
    for path in scaffold(root, arguments.exercise):
        emit(str(path))
    chosen = f" --course {arguments.course}" if arguments.course else ""
    message(f"it passes as it stands: grader verify {arguments.exercise}{chosen}")
    return 0
