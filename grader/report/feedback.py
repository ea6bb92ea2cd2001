"""feedback/<student>.html: a page that may be handed to its student."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from grader.report import wording
from grader.report.model import CaseSection, ComparisonSection, FunctionSection, Report
from grader.report.pages import render
from grader.report.student_view import is_hidden, student_view
from grader.util.files import write_atomically


def write_feedback(path: Path, report: Report, after_due: bool = False) -> None:
    """Write the page. ``report`` may be the instructor's: only the student's view gets in."""
    write_atomically(path, feedback_page(report, after_due))


def feedback_page(report: Report, after_due: bool = False) -> str:
    """The student's view of ``report`` as a page."""
    view = student_view(report, after_due)
    cases: dict[str, list[CaseSection]] = defaultdict(list)
    for case in view.cases:
        cases[case.function].append(case)
    return render(
        "feedback.html",
        report=view,
        parts=[_part(each, tuple(cases[each.name]), after_due) for each in view.functions],
        score=wording.points(view.score, view.max_score),
        ungraded=wording.why_ungraded(view),
        first=wording.first_to_fix(view),
        notes=wording.telling_notes(view),
    )


class _Part(NamedTuple):
    """What a page tells of one function: a row of its table, and a section."""

    row: Markup
    section: Markup


@lru_cache(maxsize=4096)
def _part(function: FunctionSection, cases: tuple[CaseSection, ...], after_due: bool) -> _Part:
    """The same for all of a class whom the same was found of."""
    told = [(case, is_hidden(case, after_due), _is_cut(case.comparison)) for case in cases]
    return _Part(
        row=Markup(render("row.html", function=function)),
        section=Markup(render("function.html", function=function, cases=told)),
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
