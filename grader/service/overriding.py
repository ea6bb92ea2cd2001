"""Points that a person sets, for a function of an attempt or for all of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grader.classroom.overrides import TOTAL, attainable
from grader.model.result import exact, rounded
from grader.report.model import Report
from grader.service import standing
from grader.service.audit_log import note
from grader.service.database_tables import Member, Override, Submission
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class NewPoints:
    """Points for a function, or for the whole attempt (``*``).

    score   None takes back what a person has set
    reason  what the student reads
    """

    function: str
    score: float | None
    reason: str


def set_points(
    session: Session, submission: Submission, new: NewPoints, by: Member, report: Report | None
) -> None:
    """Set points of an attempt; they stay when it is graded again.

    Args:
        report: of the attempt, where there is one: it says what can be earned.

    Raises:
        UsageError: without a reason, for a function that there is not, and for points that nobody can have.
    """
    function, score = new.function, new.score
    reason = harmless(new.reason, _LONGEST_REASON).strip()
    if not reason:
        raise UsageError("points are not changed without a reason, which the student reads")
    _refuse_unknown(function, report)
    if score is not None:
        score = float(rounded(exact(score))) if math.isfinite(score) else score
        most = _attainable(function, report)
        if not score >= 0 or (most is not None and score > most):
            raise UsageError(
                "points are not negative"
                if most is None
                else f"points are from 0 to {most:g}, which is all that can be earned"
            )
    elif not any(row.function == function for row in in_force(session, submission)):
        raise UsageError("there is nothing to be taken back")
    session.add(
        Override(
            submission_id=submission.id,
            function=function,
            score=score,
            reason=reason,
            comment=reason,
            set_by=by.id,
        )
    )
    note(
        session, by.course_id, by, "override.set" if score is not None else "override.withdrawn",
        submission.id, function=function, points=score, member=submission.member_id,
        assignment=submission.assignment_id,
    )  # fmt: skip


def in_force(session: Session, submission: Submission) -> list[Override]:
    """The last override of each function of a submission, where it was not taken back."""
    found = standing.overrides_in_force(session, Submission.id == submission.id)
    return found.get(submission.id, [])


def history(session: Session, submission: Submission) -> Sequence[Override]:
    """Everything that persons have set for a submission, the first first, with who did it."""
    query = select(Override).where(Override.submission_id == submission.id)
    return session.scalars(query.options(joinedload(Override.who_set)).order_by(Override.id)).all()


def _refuse_unknown(function: str, report: Report | None) -> None:
    known = () if report is None else tuple(each.name for each in report.functions)
    if function != TOTAL and function not in known:
        raise UsageError(f"there is no function {function!r} in this attempt")


def _attainable(function: str, report: Report | None) -> float | None:
    if report is None:
        return None
    if function == TOTAL:
        return float(attainable(report))
    return float(next(attainable(each) for each in report.functions if each.name == function))
