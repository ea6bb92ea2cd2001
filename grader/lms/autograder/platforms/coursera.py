"""Coursera: a container that reads /shared/submission and writes /shared/feedback.json."""

from __future__ import annotations

from typing import Any

from grader.lms.autograder.platform import Graded, Platform
from grader.lms.exports.formats import coursera


class Coursera(Platform):
    home = "/grader"
    submission = "/shared/submission"
    result_file = "/shared/feedback.json"

    def result(self, graded: Graded) -> dict[str, Any] | None:
        if graded.faulty:
            return None
        if graded.report is not None:
            return coursera.FORMAT.result(graded.report)
        return coursera.zero(graded.problem or "")


PLATFORM = Coursera()
