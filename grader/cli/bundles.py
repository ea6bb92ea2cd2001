"""``grader release`` and ``package``: the bundles of an exercise for students and for platforms."""

from __future__ import annotations

import argparse

from grader.cli.arguments import Parser, plugin_names
from grader.cli.output import emit, message


def add_release_options(parser: Parser) -> None:
    parser.value("exercise", "ID", "the exercise")
    parser.path(
        "--out", "DIR", "the folder in which the exercise's folder is written", required=True
    )
    parser.value(
        "--install",
        "SPEC",
        "what the notebook installs the grader from where it is missing: a wheel, which is put "
        "into the bundle, or an address (default: it installs nothing)",
    )


def run_release(arguments: argparse.Namespace) -> int:
    """Write the bundle for students: starter notebook and script, statement, helper modules, public cases.

    Nothing hidden is in it. With the bundle, `grader check` works without the course.
    """
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


def add_package_options(parser: Parser) -> None:
    platforms = plugin_names("lms/autograder/platforms")
    parser.value("format", "FORMAT", ", ".join(platforms), choices=platforms)
    parser.value("exercise", "ID", "the exercise")
    parser.path("--out", "ZIP", "the archive to write", required=True)
    parser.edition()
    parser.flag(
        "--allow-unsafe", "grade hidden cases there even if the platform's isolation is too weak"
    )


def run_package(arguments: argparse.Namespace) -> int:
    """Write the bundle with which a platform grades by itself. It holds hidden cases: never for students.

    gradescope: the archive to upload as autograder. prairielearn: a question's folder. coursera:
    what its container is built from.
    """
    from grader.course.catalog import find_course
    from grader.lms.autograder.platform import Settings
    from grader.lms.autograder.platform_archive import package

    course, exercise = find_course(arguments.course), arguments.exercise
    title = course.definition(exercise).title
    settings = Settings(exercise, title, arguments.edition, arguments.allow_unsafe)
    package(course, arguments.format, settings, arguments.out)
    emit(str(arguments.out))
    message("it holds the hidden cases and the reference: give it to the platform, not to students")
    return 0
