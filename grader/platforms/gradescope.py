"""Gradescope: ``setup.sh`` builds the container, ``run_autograder`` grades one submission in it.

A hidden test there hides a student's total, so there is one visible entry per function, with its
points and what its student may see.
"""

from __future__ import annotations

import json
from typing import Any

from grader.course.definition import Definition
from grader.export import gradescope
from grader.model.result import Status
from grader.platforms.grading import Graded, grade_folder, path
from grader.report import words
from grader.report.model import Report
from grader.report.views import student_view

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
    if graded.faulty:
        return 3
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(result(graded), indent=1, ensure_ascii=False), "utf-8")
    return 0


def result(graded: Graded) -> dict[str, Any]:
    """results.json: as an export of the report has it, with the cases gathered by function.

    Without any score the platform would show its own failure in place of the reason, and a student
    who handed in the wrong file could not mend it: so that is a zero that says why.
    """
    report = graded.report
    found = gradescope.result(report) if report is not None else {}
    if graded.problem is not None or report is None:
        why = graded.problem or ""
        most = report.max_score if report is not None else 0
        return {
            **found,
            "score": 0,
            "output": why,
            "tests": [_entry(1, graded.settings.title, 0, most, False, why)],
        }
    view = student_view(report)
    found["tests"] = [
        _entry(number, f.name, f.score, f.max_score, f.status == Status.PASSED, _told(view, f.name))
        for number, f in enumerate(view.functions, start=1)
    ]
    return found


def _told(view: Report, function: str) -> str:
    """What a student reads about one function: its cases, what is wrong, what to try."""
    lines = []
    for case in words.cases_of(view, function):
        earned = words.points(case.points, case.max_points)
        lines.append(f"{words.WORDS[case.status]}: {case.description} ({earned})")
        lines += [f"    {case.rationale}"] if case.rationale else []
        lines += [f"    Try: {case.hint}"] if case.hint else []
    return "\n".join(lines)


def _entry(
    number: int, name: str, score: float, most: float, passed: bool, output: str
) -> dict[str, Any]:
    return {
        "name": name, "number": str(number), "score": score, "max_score": most,
        "status": "passed" if passed else "failed", "output": output, "output_format": "text",
        "visibility": "visible",
    }  # fmt: skip
