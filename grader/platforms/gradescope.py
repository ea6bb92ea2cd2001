"""Gradescope: ``setup.sh`` builds the container, ``run_autograder`` grades one submission in it.

A hidden test there hides a student's total, so there is one visible entry per function, with its
points and what its student may see.
"""

from __future__ import annotations

import json
from typing import Any

from grader.definition import Definition
from grader.model.result import Status
from grader.platforms.grading import Graded, grade_folder, notes, path, told

_SETUP = """#!/usr/bin/env bash
# Runs once, when the container is built.
set -e
cd "${GRADER_PLATFORM_ROOT:-}/autograder/source"
python=
for name in python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python="$name"
        break
    fi
done
if [ -z "$python" ]; then
    apt-get update
    apt-get install -y python3.11 python3.11-venv
    python=python3.11
elif ! "$python" -c 'import ensurepip' 2>/dev/null; then
    apt-get update
    apt-get install -y "$(basename "$(readlink -f "$(command -v "$python")")")-venv"
fi
"$python" -m venv "${GRADER_PLATFORM_ROOT:-}/autograder/venv"
"${GRADER_PLATFORM_ROOT:-}/autograder/venv/bin/python" -m pip install --quiet -r requirements.txt
"""
_RUN = """#!/usr/bin/env bash
# Runs for every submission.
cd "${GRADER_PLATFORM_ROOT:-}/autograder/source" || exit 3
exec "${GRADER_PLATFORM_ROOT:-}/autograder/venv/bin/python" -m grader.platforms gradescope
"""


def arrange(files: dict[str, bytes], definition: Definition) -> dict[str, bytes]:
    """The archive's files: everything at its top, unpacked to /autograder/source."""
    return {**files, "setup.sh": _SETUP.encode(), "run_autograder": _RUN.encode()}


def run() -> int:
    """Grade /autograder/submission; a fault of ours leaves no result, so that a person looks."""
    graded = grade_folder(path("/autograder/source"), path("/autograder/submission"))
    results = path("/autograder/results/results.json")
    results.unlink(missing_ok=True)
    if graded.report is None and graded.problem is None:
        return 3
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(result(graded), indent=1, ensure_ascii=False), "utf-8")
    return 0


def result(graded: Graded) -> dict[str, Any]:
    """results.json."""
    report = graded.report
    tests: list[dict[str, Any]] = []
    if graded.problem is not None or report is None:
        tests.append(_entry(1, graded.settings.title, 0, report.max_score if report else 0, False, graded.problem or ""))
    else:
        for number, function in enumerate(report.functions, start=1):
            passed = function.status == Status.PASSED
            tests.append(_entry(
                number, function.name, function.score, function.max_score, passed, told(report, function.name)
            ))
    return {
        "score": 0 if report is None or report.score is None else report.score,
        "execution_time": graded.seconds,
        "output": graded.problem or (notes(report) if report else ""),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"exercise": graded.settings.exercise, "version": report.exercise.version if report else None},
    }


def _entry(number: int, name: str, score: float, most: float, passed: bool, output: str) -> dict[str, Any]:
    return {
        "name": name, "number": str(number), "score": score, "max_score": most,
        "status": "passed" if passed else "failed", "output": output, "output_format": "text",
        "visibility": "visible",
    }  # fmt: skip
