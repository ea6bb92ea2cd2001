"""Run the public cases on one file (or one folder of files), and say what is wrong."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from grader.cli.arguments import given_path

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.sandbox.judge.sandbox import Spawner

_BUNDLE = (
    "with the bundle that you were handed, say --course DIR: its exercise.json is looked for in DIR "
    "and in DIR's folders"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=given_path, metavar="FILE", help="a .py or .ipynb file, or a folder of them"
    )
    parser.add_argument(
        "--exercise", metavar="ID", help="the exercise; without it, the function names decide"
    )
    parser.add_argument(
        "--edition", metavar="E", help="the edition of the assignment, where there are several"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the report as JSON")
    form.add_argument(
        "--watch", action="store_true", help="check again at every save, until Ctrl-C"
    )


def run(arguments: argparse.Namespace) -> int:
    from grader.course.catalog import find_course

    course = find_course(arguments.course)
    _refuse_absent(course, arguments.exercise)
    watched = arguments.watch and arguments.file.exists()  # else there is nothing to wait for
    return _watch(course, arguments) if watched else _check(course, arguments)


def _watch(course: Course, arguments: argparse.Namespace) -> int:
    """Check at every save. What goes wrong with one check is told, and the next save waited for."""
    from grader.cli.main import tell
    from grader.cli.output import message
    from grader.cli.watch import saves
    from grader.util.errors import GraderError

    try:
        for _ in saves(arguments.file):
            try:
                _check(course, arguments)
            except GraderError as error:
                tell(error.message, error.hint)
            message(f"{'-' * 20}\nwaiting for {arguments.file} to be saved; Ctrl-C ends")
    except KeyboardInterrupt:  # the only way to end, so nothing was cut short
        message("")
    return 0


def _check(course: Course, arguments: argparse.Namespace) -> int:
    from grader.sandbox.judge.spawner import under_way

    with under_way() as spawner:  # what is imported meanwhile takes about as long
        return _told(course, arguments, spawner)


def _told(course: Course, arguments: argparse.Namespace, spawner: Spawner) -> int:
    from grader.batch.check import check
    from grader.cli.output import emit, message, wants_color, width
    from grader.model.exercise import UNRECOGNISED
    from grader.report.store import report_bytes
    from grader.report.student_view import student_view
    from grader.report.terminal import render_check

    verdict = check(course, arguments.file, arguments.exercise, arguments.edition, spawner)
    if arguments.json:
        emit(report_bytes(student_view(verdict.report)).decode().rstrip("\n"))
    else:
        emit(
            render_check(verdict.report, color=wants_color(sys.stdout), width=width()).rstrip("\n")
        )
    told = verdict.report
    if told.exercise.id == UNRECOGNISED.id and told.submission.status == "wrong_exercise":
        message(f"hint: none of these functions is graded in {course.root}; {_BUNDLE}")
    if verdict.fault is not None:
        from grader.util.errors import AuthorError

        raise AuthorError(f"the grader is at fault, not the submission: {verdict.fault}")
    return 0 if verdict.passed else 1


def _refuse_absent(course: Course, exercise: str | None) -> None:
    """An exercise that is not there at all is likely in a bundle; a misspelled one is not."""
    from difflib import get_close_matches

    if exercise is None or get_close_matches(exercise, course.ids(), n=1):
        return
    from grader.util.errors import UsageError

    raise UsageError(f"there is no exercise {exercise!r} in {course.root}", _BUNDLE)
