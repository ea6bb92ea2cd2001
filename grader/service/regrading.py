"""Grading submissions again after the course was changed: first for the instructor's eyes, then published.

What a regrade finds waits in rows of its own. Students see nothing of it, and no points change, until an
instructor has seen the difference and publishes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import CursorResult, func, insert, literal, select, update
from sqlalchemy.orm import Session

from grader.class_report.diff import compare
from grader.classroom.late_policy import LatePolicy
from grader.model.result import Points
from grader.report.model import Report
from grader.report.report_file import parse_report, report_bytes
from grader.service import jobs, rules, standing
from grader.service.audit_log import note
from grader.service.database_tables import (
    WAITING,
    Assignment,
    Member,
    Override,
    Person,
    Regrade,
    Regraded,
    RegradeState,
    Result,
    Submission,
    SubmissionState,
    UtcTime,
    now,
)
from grader.service.rules import Rules
from grader.service.standing import as_points
from grader.service.work_queue import WorkQueue
from grader.util.batched import batched
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

_AT_A_TIME = 50
"""Submissions of one job: workers share a class."""
_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One submission of a regrade, as it was and as it would be, without overrides and late policy.

    cases  function, case, points and status before, points and status now
    """

    submission: Submission
    number: str
    name: str
    old: Points | None
    new: Points | None
    max_points: Points | None
    cases: list[list[Any]]
    fault: str | None

    @property
    def is_changed(self) -> bool:
        return self.fault is None and (self.old != self.new or bool(self.cases))


@dataclass(frozen=True, slots=True)
class Effect:
    """The points of a member that count: before, and when the regrade is published."""

    member_id: str
    number: str
    name: str
    before: Points | None
    after: Points | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a regrade changes.

    changed  submissions whose score or cases differ
    effects  members whose points change
    faults   submissions that could not be graded again: they keep what they have
    by_case  function, case, in how many submissions it differs; the most frequent first
    """

    total: int
    waiting: int
    changed: list[Line]
    effects: list[Effect]
    faults: list[Line]
    by_case: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Order:
    """Who has submissions to an assignment graded again, and why: the students read the reason."""

    assignment: Assignment
    by: Member
    reason: str


def begin(
    session: Session, queue: WorkQueue, order: Order, submissions: Collection[str]
) -> Regrade:
    """Have submissions graded again by the course as it is now.

    Args:
        submissions: their ids; those that wait for their first result are left out, since they are
            graded by the present course anyway.

    Raises:
        UsageError: without a reason, or where nothing is left to be graded again.
    """
    assignment, by = order.assignment, order.by
    ids = list(
        session.scalars(
            select(Submission.id)
            .where(Submission.assignment_id == assignment.id, Submission.state.not_in(WAITING))
            .order_by(Submission.received_at)
        )
    )
    wanted = set(submissions)
    ids = [id_ for id_ in ids if id_ in wanted]
    if not ids:
        raise UsageError("there is no submission with a result to be graded again")
    regrade = opened(session, order, ids)
    for part in batched(ids, _AT_A_TIME):
        arguments = {"regrade": regrade.id, "submissions": part}
        jobs.ask(session, queue, by, jobs.REGRADE, arguments)
    note(
        session, assignment.course_id, by, "regrade.begun", assignment.id,
        regrade=regrade.id, submissions=len(ids),
    )  # fmt: skip
    return regrade


def opened(
    session: Session, order: Order, submissions: Iterable[str], pushed: str | None = None
) -> Regrade:
    """A new regrade of these submissions, none of which is graded yet; raises UsageError without a reason.

    Args:
        pushed: the key of results that an instructor sends: then no worker grades.
    """
    reason = harmless(order.reason, _LONGEST_REASON).strip()
    if not reason:
        raise UsageError("a regrade needs a reason, which the students read")
    regrade = Regrade(
        assignment_id=order.assignment.id, member_id=order.by.id, reason=reason, pushed=pushed
    )
    session.add(regrade)
    session.flush()
    session.add_all(
        Regraded(regrade_id=regrade.id, submission_id=id_, changes=[]) for id_ in submissions
    )
    session.flush()
    return regrade


def is_wanted(session: Session, regrade_id: str, submission_id: str) -> bool:
    """Whether a submission is still to be graded for a regrade."""
    regrade = session.get(Regrade, regrade_id)
    row = session.get(Regraded, (regrade_id, submission_id))
    if regrade is None or regrade.state is not RegradeState.RUNNING:
        return False
    return row is not None and row.finished_at is None


def keep(
    session: Session, regrade_id: str, submission_id: str, report: Report, fault: str | None
) -> None:
    """Keep what grading a submission again came to. The first report is kept, if there are two.

    Args:
        fault: what went wrong in the grader, if anything did: then the report is not kept.
    """
    if not is_wanted(session, regrade_id, submission_id):
        return
    row = session.get_one(Regraded, (regrade_id, submission_id))
    old = _ended(session, row)
    if fault is not None:
        row.fault = fault
        return
    row.exercise_version = report.exercise.version
    row.score, row.max_score = report.score, report.max_score
    row.report = report_bytes(report).decode()
    if old is not None:
        row.changes = [
            [case.function, case.name, case.old, case.old_status, case.new, case.new_status]
            for change in compare([parse_report(old.report)], [report]).changed
            for case in change.cases
        ]


def give_up(session: Session, regrade_id: str, submissions: Iterable[str], fault: str) -> None:
    """Note that submissions could not be graded again: they keep the result that they have."""
    for id_ in submissions:
        if is_wanted(session, regrade_id, id_):
            row = session.get_one(Regraded, (regrade_id, id_))
            row.fault = fault
            _ended(session, row)
    session.flush()
    finish(session, regrade_id)


def finish(session: Session, regrade_id: str) -> None:
    """Have the regrade be ready where nothing of it is left to be graded."""
    regrade = session.get_one(Regrade, regrade_id)
    if regrade.state is RegradeState.RUNNING and waiting(session, regrade) == 0:
        regrade.state = RegradeState.READY


def waiting(session: Session, regrade: Regrade) -> int:
    """How many submissions are left to be graded."""
    count = session.scalar(
        select(func.count()).where(
            Regraded.regrade_id == regrade.id, Regraded.finished_at.is_(None)
        )
    )
    return count or 0


def difference(session: Session, regrade: Regrade) -> Difference:
    """What publishing the regrade would change, or has changed."""
    rows = session.execute(
        select(
            Submission, Member.number, Person.name,
            Regraded.old_score, Regraded.score, Regraded.max_score, Regraded.changes, Regraded.fault,
        )
        .join(Regraded, Regraded.submission_id == Submission.id)
        .join(Member, Member.id == Submission.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Regraded.regrade_id == regrade.id, Regraded.finished_at.is_not(None))
        .order_by(Person.name, Submission.attempt)
    )  # fmt: skip
    lines = [
        Line(
            submission, number, name, as_points(old), as_points(new), as_points(most), cases, fault
        )
        for submission, number, name, old, new, most, cases, fault in rows
    ]
    left = waiting(session, regrade)
    changed = [line for line in lines if line.is_changed]
    counts: dict[tuple[str, str], int] = {}
    for line in changed:
        for function, case, *_ in line.cases:
            counts[function, case] = counts.get((function, case), 0) + 1
    return Difference(
        total=len(lines) + left,
        waiting=left,
        changed=changed,
        effects=_effects(session, regrade, changed),
        faults=[line for line in lines if line.fault is not None],
        by_case=[(*key, n) for key, n in sorted(counts.items(), key=lambda item: (-item[1], item))],
    )


def publish(session: Session, regrade: Regrade, by: Member) -> None:
    """Make what a regrade found the results that students see.

    Raises UsageError where it is not ready, or where a submission has got another result meanwhile.
    """
    if regrade.state is not RegradeState.READY:
        raise UsageError("this regrade is not ready, or it has ended already")
    wanted = Regraded.regrade_id == regrade.id, Regraded.fault.is_(None)
    own = Result.submission_id == Regraded.submission_id
    latest = select(func.max(Result.id)).where(own).correlate(Regraded).scalar_subquery()
    number = select(func.max(Result.number)).where(own).correlate(Regraded).scalar_subquery()
    stale = select(func.count()).where(
        *wanted, func.coalesce(latest, 0) != func.coalesce(Regraded.old_result, 0)
    )
    if session.scalar(stale):
        raise UsageError(
            "a submission was graded again meanwhile, so the difference above is no longer true: "
            "discard this regrade and start another one"
        )
    # Within the database: whoever hands in waits until a whole class is written.
    columns = (
        "submission_id", "exercise_version", "score", "max_score", "report", "number", "regrade_id",
        "created_at",
    )  # fmt: skip
    rows = select(
        *(getattr(Regraded, name) for name in columns[:5]),
        func.coalesce(number, 0) + 1,
        Regraded.regrade_id,
        literal(now(), UtcTime()),
    ).where(*wanted)
    added = session.execute(insert(Result).from_select(columns, rows))
    changed = cast("CursorResult[Any]", added).rowcount
    ids = select(Regraded.submission_id).where(*wanted)
    session.execute(
        update(Submission)
        .where(Submission.id.in_(ids))
        .values(
            state=SubmissionState.GRADED,
            finished_at=func.coalesce(Submission.finished_at, literal(now(), UtcTime())),
        )
        .execution_options(synchronize_session=False)
    )
    regrade.state, regrade.ended_at = RegradeState.PUBLISHED, now()
    _forget_reports(session, regrade)
    note(
        session, by.course_id, by, "regrade.published", regrade.assignment_id,
        regrade=regrade.id, submissions=changed,
    )  # fmt: skip


def discard(session: Session, regrade: Regrade, by: Member) -> None:
    """Drop what a regrade found: every result stays as it is. Raises UsageError where it has ended."""
    if regrade.state not in (RegradeState.RUNNING, RegradeState.READY):
        raise UsageError("this regrade has ended already")
    regrade.state, regrade.ended_at = RegradeState.DISCARDED, now()
    _forget_reports(session, regrade)
    note(session, by.course_id, by, "regrade.discarded", regrade.assignment_id, regrade=regrade.id)


def _forget_reports(session: Session, regrade: Regrade) -> None:
    """Once it has ended nobody reads them: what was published is in the results, and need not be kept twice."""
    session.execute(
        update(Regraded)
        .where(Regraded.regrade_id == regrade.id)
        .values(report=None)
        .execution_options(synchronize_session=False)
    )


def regrades(session: Session, assignment_id: str) -> list[Regrade]:
    """The regrades of an assignment, the latest first."""
    query = select(Regrade).where(Regrade.assignment_id == assignment_id)
    return list(session.scalars(query.order_by(Regrade.created_at.desc())))


@dataclass(frozen=True, slots=True)
class GradedAgain:
    """That a submission's present result is of a regrade, and the score of the result before it."""

    regrade: Regrade
    before: Points | None
    now: Points | None


def graded_again(session: Session, submission: Submission) -> GradedAgain | None:
    """What a regrade changed for a submission; None for a first result, also for one that was sent here."""
    latest = session.execute(
        select(Result.regrade_id, Result.score)
        .where(Result.submission_id == submission.id)
        .order_by(Result.number.desc())
        .limit(2)
    ).all()
    if not latest or latest[0].regrade_id is None:
        return None
    regrade = session.get_one(Regrade, latest[0].regrade_id)
    if regrade.pushed is not None and len(latest) == 1:
        return None
    before = latest[1].score if len(latest) > 1 else None
    return GradedAgain(regrade, as_points(before), as_points(latest[0].score))


def _effects(session: Session, regrade: Regrade, changed: Iterable[Line]) -> list[Effect]:
    """Whose points change, when all is graded. Once it is published, there is nothing to compare with."""
    if regrade.state is not RegradeState.READY:
        return []
    lines = {line.submission.id: line for line in changed}
    names = {line.submission.member_id: line for line in lines.values()}
    assignment = session.get_one(Assignment, regrade.assignment_id)
    own = Rules.of(assignment)
    given = {row.member_id: row for row in standing.extensions(session, assignment.id)}
    overrides = standing.overrides_in_force(session, Submission.assignment_id == assignment.id)
    effects = []
    for member_id, attempts in standing.class_attempts(session, assignment).items():
        if member_id not in names:
            continue
        late = rules.late_policy(own, rules.window(own, given.get(member_id)).due_at)
        after = [
            replace(each, points=_points_after(session, regrade, lines[id_], overrides, late))
            if (id_ := each.submission.id) in lines
            else each
            for each in attempts
        ]
        before, later = (standing.counting(each, own.counts) for each in (attempts, after))
        points = [None if each is None else each.points for each in (before, later)]
        if points[0] != points[1]:
            line = names[member_id]
            effects.append(Effect(member_id, line.number, line.name, points[0], points[1]))
    return sorted(effects, key=lambda each: (each.name.casefold(), each.number))


def _points_after(
    session: Session,
    regrade: Regrade,
    line: Line,
    overrides: Mapping[str, Sequence[Override]],
    late: LatePolicy,
) -> Points | None:
    """The points of a submission when the regrade is published."""
    submission = line.submission
    if submission.id not in overrides:  # then its report need not be read
        return standing.not_overridden(late, submission, line.new, line.max_points).points
    text = session.get_one(Regraded, (regrade.id, submission.id)).report
    assert text is not None
    report = standing.with_facts(parse_report(text), submission)
    return standing.adjusted(report, overrides[submission.id], late).score


def _ended(session: Session, row: Regraded) -> Result | None:
    """Keep when a submission was graded again, and which result it is compared with; returns that one."""
    old = standing.latest_result(session, row.submission_id)
    row.finished_at = now()
    if old is not None:
        row.old_result, row.old_score = old.id, old.score
    return old
