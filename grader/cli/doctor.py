"""Say which isolation is in force on this machine, found by probing, and what is missing."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from grader.cli.output import emit, emit_json
    from grader.course.catalog import find_course
    from grader.sandbox import open_sandbox
    from grader.sandbox.judge.doctor import findings, what_to_do
    from grader.sandbox.judge.probes import LOCKED, PROBES, probe
    from grader.util.table import table

    course = find_course(arguments.course)
    with open_sandbox() as sandbox:
        probed = probe(sandbox)
    isolation = probed.isolation
    layers = findings(isolation.layers)
    if arguments.json:
        emit_json(
            {
                "level": isolation.level,
                "layers": list(isolation.layers),
                "refused": probed.refused,
                "table": [asdict(line) for line in layers],
            }
        )
        return 0
    emit(f"isolation: {isolation.level}")
    emit(f"course: {course.root}")
    emit("")
    rows = [(line.layer, "yes" if line.in_force else "no", line.found) for line in layers]
    emit(table(("layer", "in force", "how it was found"), rows))
    emit("")
    tried = [(name.replace("_", " "), "yes" if probed.refused[name] else "NO") for name in PROBES]
    emit(table(("tried in a child", "refused"), tried))
    advice = [line for line in layers if line.advice]
    if advice:
        emit("\nwhat to do")
        for line in advice:
            emit(f"  {line.layer}: {line.advice}")
    emit(f"\n{what_to_do(isolation.level == LOCKED)}")
    return 0
