"""One report in the form that a platform's autograder has to leave behind.

All of them are made from the student's view: what a hidden case holds back from the feedback page, it
holds back here.
"""

from __future__ import annotations

import json
from typing import Any

from grader.model.result import Status
from grader.report import words
from grader.report.model import CaseSection, Report
from grader.report.views import student_view

LARGEST = 900_000
"""PrairieLearn takes one megabyte."""


def gradescope(report: Report, after_due: bool = False) -> dict[str, Any]:
    """``results.json`` of Gradescope.

    Every case is visible, since a hidden one would hide the total, and its text tells nothing hidden.
    A submission without a score has none here either, so that Gradescope asks for a person. The time is
    left out: how long a hidden case took could tell of its inputs.
    """
    view = student_view(report, after_due)
    ungraded = words.why_ungraded(view)
    result: dict[str, Any] = {
        "output": "\n".join([*([ungraded] if ungraded else []), *_beside(view)]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"exercise": view.exercise.id, "version": view.exercise.version},
    }
    if view.score is None:
        return result
    result["score"] = view.score
    result["tests"] = [
        {
            "number": str(number),
            "name": f"{case.function}: {case.description}",
            "score": case.points,
            "max_score": case.max_points,
            "status": "passed" if case.status == Status.PASSED else "failed",
            "output": _told(case),
            "visibility": "visible",
            "tags": [case.function],
        }
        for number, case in enumerate(view.cases, start=1)
    ]
    return result


def prairielearn(report: Report, after_due: bool = False) -> dict[str, Any]:
    """``results.json`` of PrairieLearn: a share of 1, or not gradable."""
    view = student_view(report, after_due)
    ungraded = words.why_ungraded(view)
    if ungraded is not None or not view.max_score:
        return {
            "gradable": False,
            "message": ungraded or "There is nothing to earn here.",
            "format_errors": [ungraded or ""],
        }
    tests = [
        {
            "name": f"{case.function}: {case.name}",
            "description": case.description,
            "points": case.points,
            "max_points": case.max_points,
            "message": _told(case),
            "output": "",
        }
        for case in view.cases
    ]
    result = {
        "gradable": True,
        "score": _share(view),
        "message": f"{words.points(view.score, view.max_score)} points",
        "output": "\n".join(_beside(view)),
        "images": [],
        "tests": tests,
    }
    if len(json.dumps(result)) > LARGEST:
        for test in tests:
            test["message"] = ""
    return result


def coursera(report: Report, after_due: bool = False) -> dict[str, Any]:
    """``feedback.json`` of Coursera. It knows no missing score: zero then, with the reason in the feedback."""
    from grader.report.text import render_check

    view = student_view(report, after_due)
    return {
        "fractionalScore": _share(view),
        "feedback": render_check(view, color=False, width=80).strip(),
    }


def _share(report: Report) -> float:
    """Never above 1, which platforms refuse, nor rounded up to a full score."""
    if not report.max_score or report.score is None:
        return 0.0
    share = report.score / report.max_score
    return 1.0 if share >= 1 else min(round(share, 6), 0.999999)


def _told(case: CaseSection) -> str:
    lines = [words.WORDS[case.status], case.rationale, f"Try: {case.hint}" if case.hint else None]
    return "\n".join(line for line in lines if line)


def _beside(report: Report) -> list[str]:
    """Adjustments and notes."""
    lines = []
    for each in report.adjustments:
        if each.function is None:
            lines.append(f"{each.points:+g} points: {each.reason}")
        else:
            what = "The total" if each.function == "*" else each.function
            lines.append(
                f"{what} was set by a person to {each.after:g} points. {each.comment or ''}".strip()
            )
    return [*lines, *(note.text for note in words.telling_notes(report))]
