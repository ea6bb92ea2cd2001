"""``results.json`` of PrairieLearn: a share of 1, or not gradable, and then no attempt is lost."""

from __future__ import annotations

import json
from typing import Any

from grader.lms.exports.base import Format
from grader.lms.exports.files import file_for_each
from grader.lms.exports.student_text import beside, share, told
from grader.report import wording
from grader.report.model import Report
from grader.report.student_view import student_view

LARGEST = 900_000
"""PrairieLearn takes one megabyte."""


def result(report: Report, after_due: bool = False) -> dict[str, Any]:
    """An entry per case."""
    view = student_view(report, after_due)
    ungraded = wording.why_ungraded(view)
    if ungraded is not None or not view.max_score:
        return not_gradable(ungraded or "There is nothing to earn here.")
    tests = [
        {
            "name": f"{case.function}: {case.name}",
            "description": case.description,
            "points": case.points,
            "max_points": case.max_points,
            "message": told(case),
            "output": "",
        }
        for case in view.cases
    ]
    result = {
        "gradable": True,
        "score": share(view),
        "message": f"{wording.points(view.score, view.max_score)} points",
        "output": "\n".join(beside(view)),
        "images": [],
        "tests": tests,
    }
    if len(json.dumps(result)) > LARGEST:
        for test in tests:
            test["message"] = ""
    return result


def not_gradable(why: str) -> dict[str, Any]:
    """No score, and the reason."""
    return {"gradable": False, "message": why, "format_errors": [why]}


FORMAT = Format(
    about="PrairieLearn's results.json for each submission",
    make=file_for_each(result),
    takes=frozenset({"after_due"}),
    goes_to="folder",
)
