"""``results.json`` of Gradescope.

Every entry is visible, since a hidden one would hide the total, and its text tells nothing hidden.
The time is left out: how long a hidden case took could tell of its inputs.
"""

from __future__ import annotations

import re
from typing import Any

from grader.lms.exports.base import Format
from grader.lms.exports.files import file_for_each
from grader.lms.exports.results import Entry
from grader.lms.exports.student_text import advice, beside, told
from grader.model.result import Status
from grader.report import wording
from grader.report.model import Report
from grader.report.student_view import student_view

Number = int | float
_SUBMISSION = re.compile(r"submission_\d+")


def result(report: Report, after_due: bool = False) -> dict[str, Any]:
    """An entry per case. A submission without a score has none here either: Gradescope asks for a person."""
    view = student_view(report, after_due)
    if view.score is None:
        return _head(view)
    entries = [
        {
            "number": str(number),
            "name": f"{case.function}: {case.description}",
            **_outcome(case.points, case.max_points, case.status == Status.PASSED, told(case)),
            "visibility": "visible",
            "tags": [case.function],
        }
        for number, case in enumerate(view.cases, start=1)
    ]
    return {**_head(view), "score": view.score, "tests": entries}


def result_by_function(report: Report) -> dict[str, Any]:
    """An entry per function, for a report with a score."""
    view = student_view(report)
    entries = [
        _entry(number, f.name, f.score, f.max_score, f.status == Status.PASSED, _told(view, f.name))
        for number, f in enumerate(view.functions, start=1)
    ]
    return {**_head(view), "score": view.score, "tests": entries}


def feedback_name(person: Entry, report: Report) -> str | None:
    """Beside what was handed in, in the folder that Gradescope's export gave it."""
    for part in report.submission.file.split("/"):
        if _SUBMISSION.fullmatch(part):
            return f"{part}/feedback-{report.exercise.id}"
    return None


def zero(why: str, title: str, report: Report | None = None) -> dict[str, Any]:
    """One entry without points that says why; ``report`` is the one without a score, where there is one."""
    head = _head(student_view(report)) if report is not None else {}
    most = report.max_score if report is not None else 0
    return {**head, "score": 0, "output": why, "tests": [_entry(1, title, 0, most, False, why)]}


def _head(view: Report) -> dict[str, Any]:
    """All but the score and what it is made of."""
    ungraded = wording.why_ungraded(view)
    return {
        "output": "\n".join([*([ungraded] if ungraded else []), *beside(view)]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"exercise": view.exercise.id, "version": view.exercise.version},
    }


def _entry(
    number: int, name: str, score: Number, most: Number, passed: bool, output: str
) -> dict[str, Any]:
    return {
        "name": name,
        "number": str(number),
        **_outcome(score, most, passed, output),
        "output_format": "text",
        "visibility": "visible",
    }


def _outcome(score: Number, most: Number, passed: bool, output: str) -> dict[str, Any]:
    status = "passed" if passed else "failed"
    return {"score": score, "max_score": most, "status": status, "output": output}


def _told(view: Report, function: str) -> str:
    """What a student reads about one function: its cases, what is wrong, what to try."""
    lines = []
    for case in wording.cases_of(view, function):
        earned = wording.points(case.points, case.max_points)
        lines.append(f"{wording.WORDS[case.status]}: {case.description} ({earned})")
        lines += [f"    {line}" for line in advice(case)]
    return "\n".join(lines)


FORMAT = Format(
    about="Gradescope's results.json for each submission",
    make=file_for_each(result),
    takes=frozenset({"after_due"}),
    goes_to="folder",
    feedback_name=feedback_name,
)
