"""Who may see what. What somebody may not see does not exist for them: one answer, NotFound, for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from grader.classroom.late_policy import LatePolicy
from grader.model.result import Shown
from grader.report.model import Report
from grader.report.student_view import student_view
from grader.service import rules, standing
from grader.service.database_tables import (
    WAITING,
    Assignment,
    Course,
    Extension,
    Member,
    Person,
    Submission,
    Upload,
    now,
)
from grader.service.member_variants import page_for
from grader.service.rules import Allowance, Rules, Window

_Work = TypeVar("_Work", Submission, Upload)


class NotFound(Exception):
    """There is nothing of this id for whoever asks."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An assignment as it is for one member.

    page       what pages show of its exercise
    window     when the member may hand in
    allowance  how many attempts the member has
    used       how many attempts the member has used
    handed_in  how often the member has handed in, failures of the grader included
    shown      how much of a result the member reads now
    over_at    when the time after the due date begins, if ever; see `rules.over_at`
    is_over    whether that time is now
    """

    assignment: Assignment
    page: dict[str, Any]
    rules: Rules
    window: Window
    allowance: Allowance
    used: int
    handed_in: int
    shown: Shown
    over_at: datetime | None
    is_over: bool
    extension: Extension | None = None

    @property
    def is_open(self) -> bool:
        """Whether something would be accepted now, an attempt being left."""
        return self.window.is_open(now())

    @property
    def opens_later(self) -> bool:
        """Whether it is too early to hand in."""
        return now() < self.window.opens_at

    @property
    def is_past_due(self) -> bool:
        """Whether work that is handed in now is late."""
        return self.days_late(now()) > 0

    @property
    def late_policy(self) -> LatePolicy:
        """What late work of the member loses."""
        return rules.late_policy(self.rules, self.window.due_at)

    def days_late(self, time: datetime) -> int:
        """How late work is that comes at this time; 0: in time."""
        return rules.days_late(self.late_policy, time)

    def why_it_loses(self, time: datetime) -> str | None:
        """Why work that comes at this time loses points; None where it loses none."""
        days = self.days_late(time)
        return self.late_policy.reason(days) if days and self.rules.late_percent_a_day else None

    @property
    def is_more_later(self) -> bool:
        """Whether more of a result is shown after the due date than now."""
        return self.shown is not self.rules.shown_after_due


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


def seen(session: Session, person: Person, kind: type[_Work], id_: str) -> tuple[Member, _Work]:
    """A submission or an upload that a person may see, and the member that the person is there.

    Raises NotFound.
    """
    assignment = session.scalar(select(kind.assignment_id).where(kind.id == id_))
    if assignment is None:
        raise NotFound
    member = member_at(session, person, assignment)
    return member, visible(session, member, kind, id_)


def visible(session: Session, member: Member, kind: type[_Work], id_: str) -> _Work:
    """A submission or an upload of the member's own, or of the course for its staff; raises NotFound."""
    row = session.scalar(
        select(kind)
        .join(Member, Member.id == kind.member_id)
        .where(kind.id == id_, _may_see(member))
    )
    if row is None:
        raise NotFound
    return row


def offers(session: Session, member: Member) -> list[Offer]:
    """The assignments of the member's course, the next due first; students see those that have opened."""
    found = [_offer(session, member, row) for row in session.scalars(_offers(member))]
    return sorted(found, key=_when_due)


def offer(session: Session, member: Member, assignment_id: str) -> Offer:
    """One of `offers`; raises NotFound."""
    row = session.scalar(_offers(member).where(Assignment.id == assignment_id))
    if row is None:
        raise NotFound
    return _offer(session, member, row)


def own_submission(session: Session, member: Member, submission_id: str) -> Submission:
    """A submission that this very member has handed in; raises NotFound."""
    row = visible(session, member, Submission, submission_id)
    if row.member_id != member.id:
        raise NotFound
    return row


def functions_shown(session: Session, row: Submission) -> list[str]:
    """The functions that the student sees in a submission's result; none where there is none."""
    report = report_of(session, row)
    if report is None:
        return []
    level, after_due, _ = shown(session, row.assignment)
    return [function.name for function in student_view(report, after_due, level).functions]


def waiting_upload(session: Session, member: Member, assignment_id: str) -> Upload | None:
    """What the member has uploaded to an assignment and not handed in."""
    return session.scalar(
        select(Upload).where(
            Upload.assignment_id == assignment_id,
            Upload.member_id == member.id,
            Upload.submission_id.is_(None),
        )
    )


def forgotten_uploads(session: Session, assignment: Assignment) -> Sequence[Upload]:
    """What students have uploaded who have handed nothing in, the earliest first."""
    handed_in = select(Submission.member_id).where(Submission.assignment_id == assignment.id)
    return session.scalars(
        select(Upload)
        .options(joinedload(Upload.member))
        .where(Upload.assignment_id == assignment.id, Upload.member_id.not_in(handed_in))
        .order_by(Upload.uploaded_at)
    ).all()


def ahead(session: Session, row: Submission) -> int:
    """How many submissions were received before this one and wait as well."""
    before = Submission.state.in_(WAITING), Submission.received_at < row.received_at
    return session.scalar(select(func.count()).where(*before)) or 0


def report_of(session: Session, row: Submission) -> Report | None:
    """The instructor's report of a graded submission, with when it came, overrides and the late policy.

    None where there is none.
    """
    return standing.report_of(session, row, due_at(session, row))


def due_at(session: Session, row: Submission) -> datetime | None:
    """When a submission was due for the member who handed it in."""
    extension = standing.extension_of(session, row.assignment_id, row.member_id)
    return rules.window(Rules.of(row.assignment), extension).due_at


def shown(session: Session, assignment: Assignment) -> tuple[Shown, bool, datetime | None]:
    """How much of a result students read now; whether it is after the due date; when that begins."""
    own = Rules.of(assignment)
    over = rules.over_at(own, standing.last_extension(session, assignment.id))
    return *rules.shown(own, over, now()), over


def _may_see(member: Member) -> ColumnElement[bool]:
    if member.role.is_staff:
        return Member.course_id == member.course_id
    return Member.id == member.id


def _offers(member: Member) -> Select[Assignment]:
    query = select(Assignment).options(joinedload(Assignment.version))
    query = query.where(Assignment.course_id == member.course_id)
    if member.role.is_staff:
        return query
    # What somebody has handed in stays theirs to see, also when the rules open the assignment later.
    own = select(Submission.id).where(
        Submission.assignment_id == Assignment.id, Submission.member_id == member.id
    )
    return query.where((Assignment.opens_at <= now()) | own.exists())


def _offer(session: Session, member: Member, assignment: Assignment) -> Offer:
    own = Rules.of(assignment)
    extension = standing.extension_of(session, assignment.id, member.id)
    window = rules.window(own, extension)
    used = standing.used_at(session, assignment.id, member.id)
    level, is_over, over = shown(session, assignment)
    return Offer(
        assignment=assignment,
        page=page_for(assignment.version.page, assignment.exercise, member),
        rules=own,
        window=window,
        allowance=rules.allowance(own, window.extra_attempts, used, now()),
        used=len(used),
        handed_in=_handed_in(session, assignment, member),
        shown=level,
        over_at=over,
        is_over=is_over,
        extension=extension,
    )


def _handed_in(session: Session, assignment: Assignment, member: Member) -> int:
    query = select(func.count()).where(
        Submission.assignment_id == assignment.id, Submission.member_id == member.id
    )
    return session.scalar(query) or 0


def _when_due(offer: Offer) -> tuple[bool, datetime, datetime]:
    created = offer.assignment.created_at
    due = offer.window.due_at
    return due is None, created if due is None else due, created
