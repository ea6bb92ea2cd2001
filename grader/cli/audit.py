"""Measure the hidden cases: small faults are put into the reference, and every one must be caught.

Each fault that no hidden case catches is shown as a diff, with the case that would most likely
catch it. Faults that change no result can be declared in the exercise, with a reason; they are
believed as far as a thousand drawn inputs agree.
"""

from __future__ import annotations

import argparse

from grader.cli.arguments import processors, whole_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="+", metavar="ID", help="the exercises")
    parser.add_argument(
        "--function",
        action="append",
        default=[],
        metavar="NAME",
        help="only this function; may be repeated",
    )
    parser.add_argument(
        "--inputs",
        type=whole_number,
        default=1000,
        metavar="N",
        help="inputs on which a fault counts as equivalent (default: %(default)s)",
    )
    parser.add_argument(
        "--jobs", type=whole_number, metavar="N", help="processes (default: one per processor)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    from grader.audit.audit import audit
    from grader.audit.show import as_json, render
    from grader.cli.output import emit, emit_json
    from grader.course.catalog import find_course
    from grader.sandbox.judge.worker_pool import crew

    course = find_course(arguments.course)
    for name in arguments.exercises:
        course.definition(name)
    found = []
    with crew(arguments.jobs or processors()) as hand_out:
        for name in arguments.exercises:
            found.append(audit(course, name, hand_out, arguments.inputs, arguments.function))
            if not arguments.json:
                emit(render(found[-1]) + "\n")
    if arguments.json:
        emit_json([as_json(each) for each in found])
    return 0 if all(each.passed for each in found) else 1
