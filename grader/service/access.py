"""Who may see what. What somebody may not see does not exist for them: one answer, NotFound, for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from grader.report.model import Report
from grader.report.store import parse_report
from grader.service.hand_in import iso
from grader.service.schema import (
    Assignment,
    Course,
    ExerciseVersion,
    Member,
    Person,
    Result,
    Submission,
    SubmissionState,
    now,
)


class NotFound(Exception):
    """There is nothing of this id for whoever asks."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An assignment with what pages show of its exercise, and how many attempts the member has used."""

    assignment: Assignment
    page: dict[str, Any]
    used: int

    @property
    def is_open(self) -> bool:
        """Whether something would be accepted now, an attempt being left."""
        closes = self.assignment.closes_at
        return self.assignment.opens_at <= now() and (closes is None or now() <= closes)

    @property
    def left(self) -> int | None:
        """How many attempts are left; None: as many as somebody likes."""
        most = self.assignment.attempts
        return None if most is None else max(0, most - self.used)


def memberships(session: Session, person: Person) -> list[tuple[Course, Member]]:
    """The courses of a person, and the member that the person is there."""
    rows = session.execute(
        select(Course, Member)
        .join(Member, Member.course_id == Course.id)
        .where(Member.person_id == person.id)
        .order_by(Course.created_at)
    )
    return [(course, member) for course, member in rows]


def member_at(session: Session, person: Person, assignment_id: str) -> Member:
    """The member that a person is in an assignment's course; raises NotFound."""
    member = session.scalar(
        select(Member)
        .join(Assignment, Assignment.course_id == Member.course_id)
        .where(Assignment.id == assignment_id, Member.person_id == person.id)
    )
    if member is None:
        raise NotFound
    return member


def member_for(session: Session, person: Person, submission_id: str) -> Member:
    """The member that a person is in the course of a submission; raises NotFound."""
    assignment = session.scalar(
        select(Submission.assignment_id).where(Submission.id == submission_id)
    )
    if assignment is None:
        raise NotFound
    return member_at(session, person, assignment)


def offers(session: Session, member: Member) -> list[Offer]:
    """The assignments of the member's course, the next due first; students see those that are open."""
    rows = session.execute(_offers(member)).all()
    return [Offer(assignment, version.page, used) for assignment, version, used in rows]


def offer(session: Session, member: Member, assignment_id: str) -> Offer:
    """One of `offers`; raises NotFound."""
    row = session.execute(_offers(member).where(Assignment.id == assignment_id)).one_or_none()
    if row is None:
        raise NotFound
    return Offer(row[0], row[1].page, row[2])


def submission(session: Session, member: Member, submission_id: str) -> Submission:
    """A submission of the member's own, or of the course for its staff; raises NotFound."""
    row = session.scalar(
        select(Submission)
        .join(Member, Member.id == Submission.member_id)
        .where(Submission.id == submission_id, _may_see(member))
    )
    if row is None:
        raise NotFound
    return row


def attempts(session: Session, member: Member, assignment_id: str) -> list[Submission]:
    """The member's own submissions to an assignment, the latest first."""
    return list(
        session.scalars(
            select(Submission)
            .where(Submission.member_id == member.id, Submission.assignment_id == assignment_id)
            .order_by(Submission.attempt.desc())
        )
    )


def scores(session: Session, rows: Sequence[Submission]) -> dict[str, float | None]:
    """Submission -> the score of its latest result; None where a person has to look."""
    results = session.scalars(
        select(Result)
        .where(Result.submission_id.in_([row.id for row in rows]))
        .order_by(Result.number)
    )
    latest = {result.submission_id: result.score for result in results}
    graded = {row.id for row in rows if row.state is SubmissionState.GRADED}
    return {id_: score for id_, score in latest.items() if id_ in graded}


def counting(rows: Sequence[Submission], scores: Mapping[str, float | None]) -> str | None:
    """The attempt that counts: the one with the highest score, of equal ones the earliest."""
    best: tuple[float, int] | None = None
    found = None
    for row in rows:
        score = scores.get(row.id)
        if score is not None and (best is None or (score, -row.attempt) > best):
            best, found = (score, -row.attempt), row.id
    return found


def ahead(session: Session, row: Submission) -> int:
    """How many submissions were received before this one and wait as well."""
    waiting = (SubmissionState.QUEUED, SubmissionState.RUNNING)
    return (
        session.scalar(
            select(func.count()).where(
                Submission.state.in_(waiting), Submission.received_at < row.received_at
            )
        )
        or 0
    )


def report_of(session: Session, row: Submission) -> Report | None:
    """The instructor's report of a graded submission, with when it came; None where there is none."""
    if row.state is not SubmissionState.GRADED:
        return None
    text = session.scalar(
        select(Result.report)
        .where(Result.submission_id == row.id)
        .order_by(Result.number.desc())
        .limit(1)
    )
    if text is None:
        return None
    report = parse_report(text)
    facts = {"submitted_at": iso(row.received_at), "late": row.late, "attempt": row.attempt}
    return report.model_copy(update={"submission": report.submission.model_copy(update=facts)})


def is_after_due(session: Session, row: Submission) -> bool:
    """Whether cases that are kept until the due date may be shown."""
    due = session.get_one(Assignment, row.assignment_id).due_at
    return due is not None and now() > due


def _may_see(member: Member) -> ColumnElement[bool]:
    if member.role.is_staff:
        return Member.course_id == member.course_id
    return Member.id == member.id


def _offers(member: Member) -> Select[Assignment, ExerciseVersion, int]:
    used = (
        select(func.count())
        .where(Submission.assignment_id == Assignment.id, Submission.member_id == member.id)
        .scalar_subquery()
    )
    query = (
        select(Assignment, ExerciseVersion, used)
        .join(ExerciseVersion, ExerciseVersion.id == Assignment.version_id)
        .where(Assignment.course_id == member.course_id)
        .order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.created_at)
    )
    return query if member.role.is_staff else query.where(Assignment.opens_at <= now())
