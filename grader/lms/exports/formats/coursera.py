"""``feedback.json`` of Coursera. It knows no missing score: zero then, with the reason in the feedback."""

from __future__ import annotations

from typing import Any

from grader.lms.exports.base import Format
from grader.lms.exports.files import file_for_each
from grader.lms.exports.student_text import share
from grader.report.model import Report
from grader.report.student_view import student_view


def result(report: Report, after_due: bool = False) -> dict[str, Any]:
    """A share of 1, and what ``grader check`` prints."""
    from grader.report.terminal import render_check

    view = student_view(report, after_due)
    return _feedback(share(view), render_check(view, color=False, width=80).strip())


def zero(why: str) -> dict[str, Any]:
    """Nothing was graded."""
    return _feedback(0.0, why)


def _feedback(share: float, text: str) -> dict[str, Any]:
    return {"fractionalScore": share, "feedback": text}


FORMAT = Format(
    about="Coursera's feedback.json for each submission",
    make=file_for_each(result),
    takes=frozenset({"after_due"}),
    goes_to="folder",
)
