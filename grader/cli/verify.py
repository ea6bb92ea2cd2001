"""Prove exercises: the reference gets full points, starters and trivial answers none, and every
known mistake is caught and told apart."""

from __future__ import annotations

import argparse

HELP = "prove that an exercise grades right (for CI)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="ID", help="the exercises; without one, all of the course")
    parser.add_argument("--json", action="store_true", help="print every check as JSON")
    parser.add_argument("--quiet", action="store_true", help="print only what fell short")


def run(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from grader.catalog import find_course
    from grader.cli.output import emit, emit_json, message, table
    from grader.sandbox import open_sandbox
    from grader.verify import verify

    course = find_course(arguments.course)
    for name in arguments.exercises:
        course.definition(name)  # an unknown id is told before minutes of work
    checks = []
    with open_sandbox() as sandbox:
        for check in verify(course, arguments.exercises, sandbox):
            checks.append(check)
            if not check.passed:
                message(f"fell short: {check.exercise}: {check.kind} {check.name}: {check.detail}")
    failed = [check for check in checks if not check.passed]
    if arguments.json:
        emit_json([asdict(check) for check in checks])
    else:
        shown = failed if arguments.quiet else checks
        rows = [("ok" if c.passed else "FELL SHORT", c.exercise, c.kind, c.name, c.detail) for c in shown]
        if rows:
            emit(table(("", "exercise", "what", "name", "detail"), rows))
    message(f"{len(checks)} checks, {len(failed)} fell short")
    return 1 if failed else 0
