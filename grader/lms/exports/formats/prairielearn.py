"""PrairieLearn's ``results.json``: a share of 1, or not gradable, and then no attempt is lost."""

from __future__ import annotations

import json
from typing import Any

from grader.lms.exports.student_files import FilePerSubmission, case_text, part_text, remarks, share
from grader.report import phrases
from grader.report.model import Report
from grader.report.student_view import student_view
from grader.util.language import gettext

LARGEST = 900_000
"""PrairieLearn takes one megabyte."""


class PrairieLearn(FilePerSubmission):
    about = "PrairieLearn's results.json for each submission"

    def result(self, report: Report, after_due: bool = False) -> dict[str, Any]:
        """One entry per case; without messages where the file would be too large."""
        view = student_view(report, after_due)
        reason = phrases.why_ungraded(view)
        if reason is not None or not view.max_score:
            return not_gradable(reason or gettext("There is nothing to earn here."))
        tests = [
            {
                "name": f"{case.function}: {case.name}",
                "description": case.description,
                "points": case.points,
                "max_points": case.max_points,
                "message": case_text(case),
                "output": "",
            }
            for case in view.cases
        ]
        tests += [
            {
                "name": part.title,
                "description": gettext("marked by a person"),
                "points": part.score,
                "max_points": part.max_score,
                "message": part_text(part),
                "output": "",
            }
            for part in view.by_hand
            if part.score is not None
        ]
        result = {
            "gradable": True,
            "score": share(view),
            "message": gettext("{points} points", points=phrases.earned(view)),
            "output": "\n".join(remarks(view)),
            "images": [],
            "tests": tests,
        }
        if len(json.dumps(result)) > LARGEST:
            for test in tests:
                test["message"] = ""
        return result


def not_gradable(reason: str) -> dict[str, Any]:
    """The result without a score."""
    return {"gradable": False, "message": reason, "format_errors": [reason]}


FORMAT = PrairieLearn()
