"""Say which isolation is in force on this machine, found by probing, and what is missing."""

from __future__ import annotations

import argparse

HELP = "say how well this machine locks student code in"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    from grader.catalog import find_course
    from grader.cli.output import emit, emit_json, table
    from grader.sandbox import open_sandbox
    from grader.sandbox.probes import LOCKED, PROBES, probe

    course = find_course(arguments.course)
    with open_sandbox() as sandbox:
        findings = probe(sandbox)
    isolation = findings.isolation
    if arguments.json:
        emit_json({"level": isolation.level, "layers": list(isolation.layers), "refused": findings.refused})
        return 0
    emit(f"isolation: {isolation.level}")
    emit(f"layers: {', '.join(isolation.layers) or 'none'}")
    emit(f"course: {course.root}")
    emit("")
    rows = [("yes" if findings.refused[name] else "NO", what) for name, what in PROBES.items()]
    emit(table(("", "what student code is kept from"), rows))
    if isolation.level != LOCKED:
        emit("\nHidden cases are not graded here without --allow-unsafe.")
    return 0
