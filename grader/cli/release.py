"""Write the bundle for students: starter notebook and script, statement, helper modules, public cases.

Nothing hidden is in it. With the bundle, `grader check` works without the course.
"""

from __future__ import annotations

import argparse

from grader.cli.arguments import given_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="ID", help="the exercise")
    parser.add_argument(
        "--out", type=given_path, required=True, metavar="DIR", help="where its folder goes"
    )
    parser.add_argument(
        "--install",
        default="numpy-grader",
        metavar="SPEC",
        help="what the notebook gives to pip where the grader is missing: a requirement, an "
        "address, or a wheel, which is put into the bundle (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.output import emit, message
    from grader.course.catalog import find_course
    from grader.release import release
    from grader.sandbox import open_sandbox

    course = find_course(arguments.course)
    definition = course.definition(arguments.exercise)
    with open_sandbox() as sandbox:
        files = release(definition, arguments.out, sandbox, arguments.install)
    for file in files:
        emit(str(file))
    folder = arguments.out / arguments.exercise
    message(f"students check with: grader check {arguments.exercise}.ipynb --course {folder}")
    return 0
