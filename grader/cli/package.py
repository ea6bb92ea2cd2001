"""Write the bundle with which a platform grades by itself. It holds hidden cases: never for students.

gradescope: the archive to upload as autograder. prairielearn: a question's folder. coursera: what
its container is built from.
"""

from __future__ import annotations

import argparse

from grader.cli.arguments import given_path
from grader.lms.autograder import FORMATS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("exercise", metavar="ID", help="the exercise")
    parser.add_argument(
        "--out", type=given_path, required=True, metavar="ZIP", help="the archive to write"
    )
    parser.add_argument(
        "--edition", metavar="E", help="the edition of the assignment, where there are several"
    )
    parser.add_argument(
        "--allow-unsafe",
        action="store_true",
        help="grade hidden cases there even if the platform's isolation is too weak",
    )


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.output import emit, message
    from grader.course.catalog import find_course
    from grader.lms.autograder.build import package

    course = find_course(arguments.course)
    package(
        course,
        arguments.format,
        arguments.exercise,
        arguments.out,
        arguments.edition,
        arguments.allow_unsafe,
    )
    emit(str(arguments.out))
    message("it holds the hidden cases and the reference: give it to the platform, not to students")
    return 0
