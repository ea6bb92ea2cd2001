"""Coursera's ``feedback.json``. There is no missing score there: it is 0, with the reason as feedback."""

from __future__ import annotations

from typing import Any

from grader.lms.exports.student_files import FilePerSubmission, share
from grader.report.model import Report
from grader.report.student_view import student_view


class Coursera(FilePerSubmission):
    about = "Coursera's feedback.json for each submission"

    def result(self, report: Report, after_due: bool = False) -> dict[str, Any]:
        """The share of the points, and what ``grader check`` prints."""
        # Not above: who only lists the formats needs nothing of the terminal.
        from grader.report.terminal import render_check

        view = student_view(report, after_due)
        text = render_check(view, color=False, width=80).strip()
        return {"fractionalScore": share(view), "feedback": text}


def zero(reason: str) -> dict[str, Any]:
    """The result where nothing was graded."""
    return {"fractionalScore": 0.0, "feedback": reason}


FORMAT = Coursera()
