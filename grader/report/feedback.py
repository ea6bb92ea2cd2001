"""feedback/<student>.html: a page that may be handed to its student."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from grader.files import write_atomically
from grader.report import words
from grader.report.model import CaseSection, ComparisonSection, FunctionSection, Report
from grader.report.pages import render
from grader.report.views import is_hidden, student_view


def write_feedback(path: Path, report: Report, after_due: bool = False) -> None:
    """Write the page. ``report`` may be the instructor's: only the student's view gets in."""
    write_atomically(path, feedback_page(report, after_due))


def feedback_page(report: Report, after_due: bool = False) -> str:
    """The student's view of ``report`` as a page."""
    view = student_view(report, after_due)
    return render(
        "feedback.html",
        report=view,
        functions=view.functions,
        sections=[
            _section(function, words.cases_of(view, function.name), after_due)
            for function in view.functions
        ],
        score=words.points(view.score, view.max_score),
        ungraded=words.why_ungraded(view),
        first=words.first_to_mend(view),
        notes=words.telling_notes(view),
    )


@lru_cache(maxsize=4096)
def _section(function: FunctionSection, cases: tuple[CaseSection, ...], after_due: bool) -> Markup:
    """One function's part of the page: the same for all of a class whom the same was found of."""
    return Markup(
        render(
            "function.html",
            function=function,
            cases=[(case, is_hidden(case, after_due), _is_cut(case.comparison)) for case in cases],
        )
    )


def _is_cut(comparison: ComparisonSection | None) -> bool:
    """Whether an array has entries that are not among those shown."""
    return comparison is not None and any(
        sum(map(len, rows)) < math.prod(shape)
        for rows, shape in (
            (comparison.expected, comparison.expected_shape),
            (comparison.actual, comparison.actual_shape),
        )
    )
