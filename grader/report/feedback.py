"""feedback/<student>.html: a page that may be handed to its student."""

from __future__ import annotations

import math
from pathlib import Path

from grader.files import write_atomically
from grader.report import words
from grader.report.model import ComparisonSection, Report
from grader.report.pages import render
from grader.report.views import is_hidden, student_view


def write_feedback(path: Path, report: Report, after_due: bool = False) -> None:
    """Write the page. ``report`` may be the instructor's: only the student's view gets in."""
    write_atomically(path, feedback_page(report, after_due))


def feedback_page(report: Report, after_due: bool = False) -> str:
    """The student's view of ``report`` as a page."""
    view = student_view(report, after_due)
    hidden = {case.name for case in view.cases if is_hidden(case, after_due)}
    return render(
        "feedback.html",
        report=view,
        functions=[(function, words.cases_of(view, function.name)) for function in view.functions],
        hidden=hidden,
        cut={case.name for case in view.cases if case.comparison and _is_cut(case.comparison)},
        score=words.points(view.score, view.max_score),
        ungraded=words.why_ungraded(view),
        first=words.first_to_mend(view),
        notes=words.telling_notes(view),
    )


def _is_cut(comparison: ComparisonSection) -> bool:
    """Whether an array has entries that are not among those shown."""
    return any(
        sum(map(len, rows)) < math.prod(shape)
        for rows, shape in (
            (comparison.expected, comparison.expected_shape),
            (comparison.actual, comparison.actual_shape),
        )
    )
