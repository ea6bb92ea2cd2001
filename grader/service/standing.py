"""The points of attempts, and which one counts.

A result is the report as it was graded; it is never changed. Its points are what overrides and the late
policy make of it, by the code that `grader grade` uses, whenever somebody asks. So an extension or an
override is in force at once, also for work that was graded long ago.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from grader.classroom.late_policy import LatePolicy
from grader.classroom.overrides import TOTAL, Overrides
from grader.classroom.overrides import Override as OverrideLine
from grader.model.result import Points, exact, rounded
from grader.report.model import Adjustment, Report
from grader.report.report_file import parse_report
from grader.service.database_tables import (
    Assignment,
    Counts,
    Extension,
    Override,
    Result,
    Submission,
    SubmissionState,
    iso,
)
from grader.service.rules import Rules, days_late, late_policy, window


@dataclass(frozen=True, slots=True)
class Attempt:
    """One submission with its points.

    graded    the points as it was graded; None where there is no result or a person has to look
    points    the points after overrides and the late policy
    changes   what makes the difference, with the reasons
    """

    submission: Submission
    graded: Points | None
    points: Points | None
    max_points: Points | None
    days_late: int
    changes: tuple[Adjustment, ...] = ()
    counts: bool = False

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def own_attempts(session: Session, assignment: Assignment, member_id: str) -> list[Attempt]:
    """The attempts of one member, the latest first."""
    return class_attempts(session, assignment, [member_id]).get(member_id, [])


def attempt_of(session: Session, submission: Submission) -> Attempt:
    """One submission with its points, and whether it counts."""
    attempts = own_attempts(session, submission.assignment, submission.member_id)
    return next(each for each in attempts if each.submission.id == submission.id)


def class_attempts(
    session: Session, assignment: Assignment, members: Collection[str] | None = None
) -> dict[str, list[Attempt]]:
    """Member -> the attempts, the latest first; a member who has not handed in is not there.

    Args:
        members: the ids of those who are asked for; None: everybody.
    """
    rules = Rules.of(assignment)
    which = [Submission.assignment_id == assignment.id]
    if members is not None:
        which.append(Submission.member_id.in_(members))
    overrides = overrides_in_force(session, *which)
    given = {row.member_id: row for row in extensions(session, assignment.id)}
    query = (
        select(Submission, Result.score, Result.max_score)
        .outerjoin(
            Result,
            (Result.submission_id == Submission.id) & (Result.number == _shown_number()),
        )
        .where(*which)
        .order_by(Submission.attempt.desc())
    )
    found: dict[str, list[Attempt]] = defaultdict(list)
    for submission, score, max_score in session.execute(query):
        own = window(rules, given.get(submission.member_id))
        if submission.state is not SubmissionState.GRADED:
            score = None  # a person has to look, or it is being graded
        late = late_policy(rules, own.due_at)
        attempt = not_overridden(late, submission, score, max_score)
        if submission.id in overrides:
            attempt = _overridden(session, late, attempt, overrides[submission.id])
        found[submission.member_id].append(attempt)
    for attempts in found.values():
        best = counting(attempts, rules.counts)
        attempts[:] = [replace(each, counts=each is best) for each in attempts]
    return dict(found)


def counting(attempts: Iterable[Attempt], counts: Counts) -> Attempt | None:
    """The attempt that counts; None where none has points.

    By the default, ``highest``, handing in again never costs anything, so nobody has to fear a correction:
    late work that lost points counts only where it is still better.
    """
    if counts is Counts.LATEST:
        return max(attempts, key=lambda each: each.submission.attempt, default=None)
    scored = [each for each in attempts if each.points is not None]
    return max(
        scored, key=lambda each: (exact(each.points or 0), -each.submission.attempt), default=None
    )


def adjusted(report: Report, overrides: Sequence[Override], late: LatePolicy) -> Report:
    """The report after the overrides and the late policy; its submission's time is known.

    Args:
        overrides: those in force for this submission.
        late: that of the member.
    """
    student = report.submission.student
    lines = tuple(_line(student, number, row) for number, row in enumerate(overrides))
    return Overrides(lines).apply(report, {student}, late)


def overrides_in_force(session: Session, *which: ColumnElement[bool]) -> dict[str, list[Override]]:
    """Submission -> its overrides: the last of each function, where it was not withdrawn.

    Args:
        which: conditions of the submissions that are asked for.
    """
    query = select(Override).join(Submission, Submission.id == Override.submission_id)
    query = query.where(*which)
    last: dict[tuple[str, str], Override] = {}
    for row in session.scalars(query.order_by(Override.id)):
        last[row.submission_id, row.function] = row
    found: dict[str, list[Override]] = defaultdict(list)
    for row in last.values():
        if row.score is not None:
            found[row.submission_id].append(row)
    return dict(found)


def extension_of(session: Session, assignment_id: str, member_id: str) -> Extension | None:
    """What one member was given beyond the rules of everybody."""
    return session.get(Extension, (assignment_id, member_id))


def extensions(session: Session, assignment_id: str) -> list[Extension]:
    """Every extension of an assignment."""
    return list(session.scalars(select(Extension).where(Extension.assignment_id == assignment_id)))


def last_extension(session: Session, assignment_id: str) -> datetime | None:
    """The latest due time that an extension of an assignment gives to anybody."""
    return session.scalar(
        select(func.max(Extension.until)).where(Extension.assignment_id == assignment_id)
    )


def used_at(session: Session, assignment_id: str, member_id: str) -> list[datetime]:
    """When a member used attempts, the earliest first. Where the grader failed, none was used."""
    return list(
        session.scalars(
            select(Submission.received_at)
            .where(
                Submission.assignment_id == assignment_id,
                Submission.member_id == member_id,
                Submission.state != SubmissionState.FAILED,
            )
            .order_by(Submission.received_at)
        )
    )


def latest_result(session: Session, submission_id: str) -> Result | None:
    """The result of a submission that is shown; None where there is none."""
    query = select(Result).where(Result.submission_id == submission_id)
    return session.scalars(query.order_by(Result.number.desc()).limit(1)).first()


def report_of(session: Session, submission: Submission, due_at: datetime | None) -> Report | None:
    """The instructor's report of a graded submission, with when it came, overrides and the late policy.

    Args:
        due_at: the member's own due time.
    """
    if submission.state is not SubmissionState.GRADED:
        return None
    result = latest_result(session, submission.id)
    if result is None:
        return None
    rules = Rules.of(submission.assignment)
    overrides = overrides_in_force(session, Submission.id == submission.id)
    report = with_facts(parse_report(result.report), submission)
    return adjusted(report, overrides.get(submission.id, []), late_policy(rules, due_at))


def as_points(value: float | None) -> Points | None:
    """A number of the database as reports write it."""
    return None if value is None else rounded(exact(value))


def not_overridden(
    late: LatePolicy, submission: Submission, score: float | None, max_score: float | None
) -> Attempt:
    """An attempt that nobody has overridden, were this score its result's: its report need not be read."""
    days = days_late(late, submission.received_at)
    graded, most = as_points(score), as_points(max_score)
    if graded is None or most is None:
        return Attempt(submission, None, None, most, days)
    loss = late.loss(graded, most, days)
    if not loss:
        return Attempt(submission, graded, graded, most, days)
    change = Adjustment(points=-rounded(loss), reason=late.reason(days), kind="late")
    return Attempt(submission, graded, rounded(exact(graded) - loss), most, days, (change,))


def _overridden(
    session: Session, late: LatePolicy, attempt: Attempt, overrides: Sequence[Override]
) -> Attempt:
    result = latest_result(session, attempt.submission.id)
    if result is not None:
        report = with_facts(parse_report(result.report), attempt.submission)
        report = adjusted(report, overrides, late)
        return replace(attempt, points=report.score, changes=report.adjustments)
    for row in overrides:  # the grader failed: a person has set the points of all of it
        if row.function == TOTAL and row.score is not None:
            change = _line("", 0, row).adjustment(None)
            return replace(attempt, points=change.after, changes=(change,))
    return attempt


def with_facts(report: Report, submission: Submission) -> Report:
    """The report with what the service knows of the submission: when it came, and which attempt it is."""
    facts = {
        "submitted_at": iso(submission.received_at),
        "late": False,
        "attempt": submission.attempt,
    }
    return report.model_copy(update={"submission": report.submission.model_copy(update=facts)})


def _line(student: str, number: int, row: Override) -> OverrideLine:
    # Pages show students the comment: who sets points in the service writes the reason for them.
    comment = row.comment or row.reason
    return OverrideLine(
        student, "", row.function, exact(row.score or 0), row.reason, comment, number
    )


def _shown_number() -> ScalarSelect[int]:
    """The number of the result of a submission that is shown: the latest."""
    other = aliased(Result)
    return (
        select(func.max(other.number))
        .where(other.submission_id == Submission.id)
        .correlate(Submission)
        .scalar_subquery()
    )
