"""What the files for a single submission have in common, whatever the platform.

All of them are made from the student's view: what a hidden case holds back from the feedback page, it
holds back here.
"""

from __future__ import annotations

from grader.report import wording
from grader.report.model import CaseSection, Report


def share(report: Report) -> float:
    """Never above 1, which platforms refuse, nor rounded up to a full score."""
    if not report.max_score or report.score is None:
        return 0.0
    share = report.score / report.max_score
    return 1.0 if share >= 1 else min(round(share, 6), 0.999999)


def told(case: CaseSection) -> str:
    """How a case went, what is wrong, what to try."""
    return "\n".join([wording.WORDS[case.status], *advice(case)])


def advice(case: CaseSection) -> list[str]:
    """What is wrong and what to try, where that is known."""
    lines = [case.rationale, f"Try: {case.hint}" if case.hint else None]
    return [line for line in lines if line]


def beside(report: Report) -> list[str]:
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
    return [*lines, *(note.text for note in wording.telling_notes(report))]
