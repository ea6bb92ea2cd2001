"""Run the public cases on one file (or one folder of files), and say what is wrong."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "check your own file against the public cases"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a .py or .ipynb file, or a folder of them")
    parser.add_argument("--exercise", metavar="ID", help="the exercise; without it, the function names decide")
    parser.add_argument("--edition", metavar="E", help="the edition of the assignment, where there are several")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(arguments: argparse.Namespace) -> int:
    from grader.batch.single import check
    from grader.catalog import find_course
    from grader.cli.output import emit, wants_color, width
    from grader.report.store import report_bytes
    from grader.report.text import render_check
    from grader.report.views import student_view

    course = find_course(arguments.course)
    verdict = check(course, arguments.file, arguments.exercise, arguments.edition)
    if arguments.json:
        emit(report_bytes(student_view(verdict.report)).decode().rstrip("\n"))
    else:
        emit(render_check(verdict.report, color=wants_color(sys.stdout), width=width()).rstrip("\n"))
    if verdict.fault is not None:
        from grader.errors import AuthorError

        raise AuthorError(f"the grader is at fault, not the submission: {verdict.fault}")
    return 0 if verdict.passed else 1
