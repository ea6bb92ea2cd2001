"""Gradescope's ``results.json``.

Every entry is visible, since a hidden one would hide the total, and its text contains nothing hidden.
The time is left out: how long a hidden case took could depend on its inputs.
"""

from __future__ import annotations

import re
from typing import Any

from grader.lms.exports.class_scores import Student
from grader.lms.exports.student_files import (
    FilePerSubmission,
    advice,
    case_text,
    part_text,
    remarks,
)
from grader.report import phrases
from grader.report.model import CaseSection, FunctionSection, Report
from grader.report.student_view import student_view
from grader.util.language import gettext

_SUBMISSION = re.compile(r"submission_\d+")


class Gradescope(FilePerSubmission):
    about = "Gradescope's results.json for each submission"

    def result(self, report: Report, after_due: bool = False) -> dict[str, Any]:
        """One entry per case. Without a score there is none here either: Gradescope asks for a person."""
        view = student_view(report, after_due)
        if view.score is None:
            return _head(view)
        entries = [
            {
                "number": str(number),
                "name": f"{case.function}: {case.description}",
                # An entry that is worth nothing and has points is what Gradescope calls extra credit.
                **_outcome(case, 0 if case.bonus else case.max_points, case_text(case)),
                "visibility": "visible",
                "tags": [case.function],
            }
            for number, case in enumerate(view.cases, start=1)
        ]
        return {**_head(view), "score": view.score, "tests": [*entries, *_parts(view)]}

    def feedback_path(self, student: Student, report: Report) -> str | None:
        """Beside the submitted file, in the folder that Gradescope's export gave it."""
        for part in report.submission.file.split("/"):
            if _SUBMISSION.fullmatch(part):
                return f"{part}/feedback-{report.exercise.id}"
        return None


def result_by_function(report: Report) -> dict[str, Any]:
    """One entry per function, for a report with a score."""
    view = student_view(report)
    entries = [
        _entry(
            number, function.name, _outcome(function, function.max_score, _cases(view, function))
        )
        for number, function in enumerate(view.functions, start=1)
    ]
    return {**_head(view), "score": view.score, "tests": [*entries, *_parts(view)]}


def _parts(view: Report) -> list[dict[str, Any]]:
    """An entry for every part that a person marked."""
    first = len(view.cases) + 1
    return [
        _entry(
            number,
            part.title,
            {
                "score": part.score,
                "max_score": part.max_score,
                "status": "passed" if part.score == part.max_score else "failed",
                "output": part_text(part),
            },
        )
        for number, part in enumerate(view.by_hand, start=first)
        if part.score is not None
    ]


def zero(reason: str, title: str, report: Report | None = None) -> dict[str, Any]:
    """One entry without points, with the reason; ``report`` is the one without a score, if any."""
    head = _head(student_view(report)) if report is not None else {}
    most = report.max_score if report is not None else 0
    outcome = {"score": 0, "max_score": most, "status": "failed", "output": reason}
    return {**head, "score": 0, "output": reason, "tests": [_entry(1, title, outcome)]}


def _head(view: Report) -> dict[str, Any]:
    """Everything but the score and the entries."""
    ungraded = phrases.why_ungraded(view)
    return {
        "output": "\n".join([*([ungraded] if ungraded else []), *remarks(view)]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"exercise": view.exercise.id, "version": view.exercise.version},
    }


def _entry(number: int, name: str, outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "number": str(number),
        **outcome,
        "output_format": "text",
        "visibility": "visible",
    }


def _outcome(
    section: CaseSection | FunctionSection, most: int | float, output: str
) -> dict[str, Any]:
    score = section.points if isinstance(section, CaseSection) else section.score
    status = "passed" if section.status.is_right else "failed"
    return {"score": score, "max_score": most, "status": status, "output": output}


def _cases(view: Report, function: FunctionSection) -> str:
    """What a student reads about one function: its cases, what is wrong, what to try."""
    lines = []
    for case in phrases.cases_of(view, function.name):
        earned = phrases.earned(case)
        lines.append(f"{gettext(case.status.word)}: {case.description} ({earned})")
        lines += [f"    {line}" for line in advice(case)]
    return "\n".join(lines)


FORMAT = Gradescope()
