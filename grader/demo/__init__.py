"""A class to try the grader on: invented people, and submissions of every kind that one meets.

What lies under ``class/`` is data: some of it hostile, none of it ever imported. ``verdicts.json``
says what each of them earns.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.report.model import Report

CLASS = Path(__file__).with_name("class")
VERDICTS = Path(__file__).with_name("verdicts.json")


def verdict_of(report: Report) -> tuple[str, str, str]:
    """Student, score, and what is wrong in short."""
    student = report.submission.student
    if report.submission.status != "graded":
        return student, "-", f"{report.submission.status}: {report.submission.reason}"
    score = f"{report.score} of {report.max_score}"
    return student, score, "; ".join(_what_is_wrong(report)) or "all right"


def _what_is_wrong(report: Report) -> list[str]:
    wrong = []
    for function in report.functions:
        if function.status == "passed":
            continue
        mistakes = {
            case.mistake for case in report.cases if case.function == function.name and case.mistake
        }
        wrong.append(f"{function.name}: {', '.join(sorted(mistakes)) or function.status}")
    return wrong
