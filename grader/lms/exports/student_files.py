"""One JSON file for each submission, as the platforms that grade one at a time read it.

All texts come from the student's view: what the feedback page does not show of a hidden case, these
files do not show either.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from grader.lms.exports.export_format import Export, ExportFormat, Request
from grader.report import phrases
from grader.report.model import CaseSection, PartSection, Report, in_language_of
from grader.util.files import safe_name
from grader.util.language import gettext


class FilePerSubmission(ExportFormat):
    """A format that writes ``<exercise>/<student>.json`` for every report."""

    options: ClassVar[frozenset[str]] = frozenset({"after_due"})
    destination: ClassVar[Literal["file", "folder", "archive"]] = "folder"

    @abstractmethod
    def result(self, report: Report, after_due: bool = False) -> dict[str, Any]:
        """The platform's result for one submission, from the student's view of ``report``."""

    def export(self, request: Request) -> Export:
        return Export(self._files(request))

    def _files(self, request: Request) -> Iterator[tuple[str, str]]:
        for report in request.reports():
            with in_language_of(report):
                result = self.result(report, request.after_due)
            data = json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False)
            yield f"{report.exercise.id}/{safe_name(report.submission.student)}.json", data + "\n"


def share(report: Report) -> float:
    """The share of the points, rounded: never above 1, which platforms refuse, nor up to a full score."""
    # What a person has yet to mark is left out: it would count as zero.
    score = report.automatic_score if report.waits_for_marks else report.score
    if not report.max_score or score is None:
        return 0.0
    share = score / report.max_score
    return 1.0 if share >= 1 else min(round(share, 6), 0.999999)


def part_text(part: PartSection) -> str:
    """The points and comments that a person gave for a part."""
    return "\n".join([*map(phrases.of_item, part.items), *filter(None, [part.comment])])


def case_text(case: CaseSection) -> str:
    """How a case ended, what is wrong, what to try."""
    return "\n".join([gettext(case.status.word), *advice(case)])


def advice(case: CaseSection) -> list[str]:
    """What is wrong and what to try, where that is known."""
    hint = gettext("Try:") + f" {case.hint}" if case.hint else None
    return [line for line in (case.rationale, hint) if line]


def remarks(report: Report) -> list[str]:
    """Adjustments of the score, and notes."""
    lines = []
    for change in report.adjustments:
        if change.function is None:
            change_of_score = f"{change.points:+g}"
            points = gettext("{points} points", points=change_of_score)
            lines.append(f"{points}: {change.reason}")
        else:
            what = gettext("The total") if change.function == "*" else change.function
            after = f"{change.after:g}"
            said = gettext("{what} was set by a person to {after} points.", what=what, after=after)
            lines.append(f"{said} {change.comment or ''}".strip())
    return [*lines, *(note.text for note in phrases.notes_for_students(report))]
