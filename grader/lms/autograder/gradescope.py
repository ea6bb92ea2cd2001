"""Gradescope: ``setup.sh`` builds the container, ``run_autograder`` grades one submission in it.

A hidden test there hides a student's total, so there is one visible entry per function, with its
points and what its student may see.
"""

from __future__ import annotations

import json
from typing import Any

from grader.course.definition import Definition
from grader.lms.autograder.grading import Graded, grade_folder, path
from grader.lms.exports.formats import gradescope

_SETUP = """#!/usr/bin/env bash
# Runs once, when the container is built.
set -e
cd "${GRADER_PLATFORM_ROOT:-}/autograder/source"
python=
for name in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do
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
exec "${GRADER_PLATFORM_ROOT:-}/autograder/venv/bin/python" -m grader.lms.autograder gradescope
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
    """results.json.

    Without any score the platform would show its own failure in place of the reason, and a student
    who handed in the wrong file could not fix it: so that is a zero that says why.
    """
    if graded.problem is not None or graded.report is None:
        return gradescope.zero(graded.problem or "", graded.settings.title, graded.report)
    return gradescope.result_by_function(graded.report)
