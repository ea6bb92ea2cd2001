"""Prove exercises: the reference gets full points, starters, trivial and guessed answers none; every
known mistake is caught and told apart, and what the public cases alone tell of it is true; tolerances lie between rounding and the nearest mistake;
no hidden answer is another case's input; a second run, another order, another process and a loaded
machine say the same."""

from __future__ import annotations

import argparse

from grader.cli.arguments import given_path, processors, whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "exercises", nargs="*", metavar="ID", help="the exercises; without one, all of the course"
    )
    parser.add_argument(
        "--jobs", type=whole_number, metavar="N", help="processes (default: one per processor)"
    )
    parser.add_argument("--json", action="store_true", help="print every check as JSON")
    parser.add_argument(
        "--junit", type=given_path, metavar="FILE", help="write every check as JUnit XML"
    )
    parser.add_argument("--quiet", action="store_true", help="print only what failed")


def run(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from grader.cli.output import emit, emit_json, message
    from grader.course.catalog import find_course
    from grader.util.files import write_atomically, writing_into
    from grader.util.table import table
    from grader.verify import verify_course
    from grader.verify.junit import junit

    course = find_course(arguments.course)
    for name in arguments.exercises:
        course.definition(name)  # an unknown id is told before minutes of work
    checks = []
    for check in verify_course(course, arguments.exercises, arguments.jobs or processors()):
        checks.append(check)
        if not check.passed:
            message(f"failed: {check.exercise}: {check.kind} {check.name}: {check.detail}")
    failed = [check for check in checks if not check.passed]
    if arguments.junit:
        with writing_into(arguments.junit):
            write_atomically(arguments.junit, junit(checks))
    if arguments.json:
        emit_json([asdict(check) for check in checks])
    else:
        shown = failed if arguments.quiet else checks
        rows = [
            ("ok" if c.passed else "FAILED", c.exercise, c.kind, c.name, c.public, c.detail)
            for c in shown
        ]
        if rows:
            emit(table(("", "exercise", "what", "name", "by public cases", "detail"), rows))
    message(_in_all(len(checks), len(failed)))
    return 1 if failed else 0


def _in_all(checks: int, failed: int) -> str:
    word = "check" if checks == 1 else "checks"
    return f"{failed} of {checks} {word} failed" if failed else f"{checks} {word} passed"
