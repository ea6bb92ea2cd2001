"""Coursera: a container that reads /shared/submission and writes /shared/feedback.json."""

from __future__ import annotations

import json
from typing import Any

from grader.course.definition import Definition
from grader.lms.autograder.grading import Graded, grade_folder, path
from grader.lms.exports.formats import coursera

_RUN = """#!/usr/bin/env bash
# Runs for every submission.
cd "${GRADER_PLATFORM_ROOT:-}/grader" || exit 3
exec "${GRADER_PYTHON:-python3}" -m grader.lms.autograder coursera
"""
_DOCKERFILE = """FROM python:3.12-slim
COPY . /grader
RUN pip install --no-cache-dir -r /grader/requirements.txt && chmod -R a+rX /grader && chmod a+x /grader/run.sh
ENTRYPOINT ["/grader/run.sh"]
"""


def arrange(files: dict[str, bytes], definition: Definition) -> dict[str, bytes]:
    """The archive's files: what the image is built from."""
    return {**files, "run.sh": _RUN.encode(), "Dockerfile": _DOCKERFILE.encode()}


def run() -> int:
    """Grade /shared/submission; a fault of ours leaves no feedback, so that a person looks."""
    graded = grade_folder(path("/grader"), path("/shared/submission"))
    feedback = path("/shared/feedback.json")
    feedback.unlink(missing_ok=True)
    if graded.faulty:
        return 3
    feedback.write_text(json.dumps(result(graded), ensure_ascii=False), "utf-8")
    return 0


def result(graded: Graded) -> dict[str, Any]:
    """feedback.json."""
    if graded.report is not None:
        return coursera.FORMAT.result(graded.report)
    return coursera.zero(graded.problem or "")
