"""Results that an instructor graded on another machine and sends back: `grader push`.

They wait as a regrade does. Students see nothing of them before an instructor has seen the difference and
publishes it. What was graded again here since the instructor fetched it keeps the result that it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.classroom.overrides import NO_OVERRIDES
from grader.model.delivery import ARCHIVES, combined_hash
from grader.model.exercise import Visibility
from grader.model.result import SubmissionStatus, exact
from grader.report.model import Report
from grader.report.report_file import parse_report
from grader.service import regrading, standing
from grader.service.audit_log import note
from grader.service.database_tables import (
    Assignment,
    Member,
    Regrade,
    Regraded,
    RegradeState,
    Submission,
)
from grader.service.member_variants import versions_in
from grader.service.regrading import Order
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

_NAMED, _MOST_REMARKS = 10, 50
_ID = Field(max_length=40)
_LOCKED = "locked"
_FAILED = "the grader failed on it on that machine, too"
_OF_OTHER_FILES = "the report is of other files than were handed in"
_NEWER = "it was graded again here after it was fetched: fetch it again, then grade and push"


class Fetched(BaseModel):
    """A submission whose result is pushed, and what was known of it when it was fetched."""

    submission: str = _ID
    result: int | None = Field(description="The number of its latest result then; null: none.")
    latest: int = Field(description="The number of the student's latest attempt then.")


class Sent(BaseModel):
    """A report as `grader grade` writes it."""

    submission: str = _ID
    result: int | None
    report: str = Field(max_length=16 * 2**20, description="The report's JSON, as text.")


@dataclass(frozen=True, slots=True)
class Begun:
    """A push, and what of it is not at this assignment.

    unknown    ids that no submission of the assignment has
    discarded  how many unfinished pushes of the same instructor it takes the place of
    """

    regrade: Regrade
    unknown: list[str]
    discarded: int


def begin(session: Session, order: Order, key: str, fetched: Sequence[Fetched]) -> Begun:
    """Begin a push, or find the same one of before: after an interruption it goes on, and nothing is twice.

    Args:
        key: made from all that is sent; equal for equal results.

    Raises:
        UsageError: without a reason, or where nothing of it was handed in here.
    """
    assignment, by = order.assignment, order.by
    rows = session.execute(
        select(Submission.id, Submission.member_id, Submission.attempt, Member.number)
        .join(Member, Member.id == Submission.member_id)
        .where(Submission.assignment_id == assignment.id)
    ).all()
    members = {id_: member for id_, member, _, _ in rows}
    unknown = [each.submission for each in fetched if each.submission not in members]
    same = session.scalar(
        select(Regrade)
        .where(
            Regrade.assignment_id == assignment.id,
            Regrade.pushed == key,
            Regrade.state != RegradeState.DISCARDED,
        )
        .order_by(Regrade.created_at.desc())
        .limit(1)
    )
    discarded = _discard_unfinished(session, assignment, by, same)
    if same is not None:
        return Begun(same, unknown, discarded)
    known = {each.submission: each for each in fetched if each.submission in members}
    if not known:
        raise UsageError("none of these submissions was handed in to this assignment")
    regrade = regrading.opened(session, order, known, key)
    latest: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for _, member, attempt, number in rows:
        latest[member] = max(attempt, latest.get(member, 0))
        numbers[member] = number
    again = sorted(
        {numbers[members[id_]] for id_, each in known.items() if latest[members[id_]] > each.latest}
    )
    if again:
        _remark(regrade, f"{_some(again)} handed in again after this was fetched")
    note(
        session, assignment.course_id, by, "push.begun", assignment.id,
        regrade=regrade.id, submissions=len(known),
    )  # fmt: skip
    return Begun(regrade, unknown, discarded)


def receive(session: Session, regrade: Regrade, sent: Sequence[Sent]) -> None:
    """Keep reports for the instructor's eyes. Of those that cannot be used it is kept why.

    Sent twice, the first is kept. A report of another exercise, of other files or without the form of a
    report is not used, nor is one for a submission that has got another result meanwhile.
    """
    assignment = regrade.assignment
    page = assignment.version.page
    known = versions_in(page)
    points = page["points"]
    for each in sent:
        if not regrading.is_wanted(session, regrade.id, each.submission):
            continue
        submission = session.get_one(Submission, each.submission)
        number = submission.member.number
        try:
            report = _checked(session, assignment, submission, each)
        except UsageError as fault:
            regrading.give_up(session, regrade.id, [each.submission], fault.message)
            continue
        if report.exercise.version not in known:
            _remark(
                regrade,
                f"graded with version {report.exercise.version[:12]} of the exercise, which differs "
                f"from this service's ({page['version'][:12]}): its cases may be others",
            )
        if exact(report.max_score) != exact(points):
            _remark(regrade, f"graded with {report.max_score} points at most; here it is {points}")
        if _is_unsafe(report):
            _remark(
                regrade, "some of it was graded with less isolation than hidden cases are to have"
            )
        report = as_graded(report, number)
        why = _FAILED if failed(report) else None
        regrading.keep(session, regrade.id, each.submission, report, why)
    session.flush()
    regrading.finish(session, regrade.id)
    if regrade.state is RegradeState.READY:
        by = None if regrade.member_id is None else session.get(Member, regrade.member_id)
        note(session, assignment.course_id, by, "push.received", assignment.id, regrade=regrade.id)


def missing(session: Session, regrade: Regrade) -> list[str]:
    """The submissions of a push of which nothing was received yet."""
    return list(
        session.scalars(
            select(Regraded.submission_id).where(
                Regraded.regrade_id == regrade.id, Regraded.finished_at.is_(None)
            )
        )
    )


def as_graded(report: Report, number: str) -> Report:
    """The report as a worker would have written it: without late policy, set points and platform.

    The service computes these from its own rules whenever somebody looks.

    Args:
        number: the member's id in the roster.
    """
    report = NO_OVERRIDES.apply(_without_set_scores(report), (number,))
    facts = {
        "student": harmless(number), "members": (), "submitted_at": None, "late": None,
        "attempt": None, "upload": None, "platform": None,
    }  # fmt: skip
    return report.model_copy(update={"submission": report.submission.model_copy(update=facts)})


def failed(report: Report) -> bool:
    """Whether the grader failed: then the report says nothing of the submission."""
    graded = report.submission.status is SubmissionStatus.GRADED
    return graded and report.score is None and not report.waits_for_marks


def _without_set_scores(report: Report) -> Report:
    """The report without a total that a person set where there was none: no arithmetic takes that back."""
    total = next((e for e in report.adjustments if e.function == "*"), None)
    if total is None or total.before is not None:
        return report
    return report.model_copy(update={"score": None, "adjustments": ()})


def _checked(
    session: Session, assignment: Assignment, submission: Submission, sent: Sent
) -> Report:
    """The report, parsed; raises UsageError with why it cannot be used."""
    latest = standing.latest_result(session, submission.id)
    if (None if latest is None else latest.number) != sent.result:
        raise UsageError(_NEWER)
    try:
        report = parse_report(sent.report)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(harmless(f"it is no whole report: {place}: {first['msg']}", 300)) from None
    if report.exercise.id != assignment.exercise:
        raise UsageError(f"the report is of the exercise {harmless(report.exercise.id, 100)}")
    if not failed(report) and not _is_of(report, submission):
        raise UsageError(_OF_OTHER_FILES)
    most = exact(report.max_score) + exact(report.max_bonus)
    earned = [each.score for each in report.functions]
    if sum(map(exact, earned)) > most or any(
        exact(case.points) > exact(case.max_points) for case in report.cases
    ):
        raise UsageError("the report gives more points than there are")
    return report


def _is_of(report: Report, submission: Submission) -> bool:
    """Whether the report's hash is that of the files that it says it read; of an archive nobody knows here."""
    hashes = {file.name: file.sha256 for file in submission.files}
    if all(name in hashes for name in report.submission.files):
        read = {name: hashes[name] for name in report.submission.files}
        return report.submission.sha256 == combined_hash(read)
    return any(name.lower().endswith(ARCHIVES) for name in hashes)


def _is_unsafe(report: Report) -> bool:
    hidden = any(case.visibility is not Visibility.PUBLIC for case in report.cases)
    return hidden and report.environment.isolation.level != _LOCKED


def _discard_unfinished(
    session: Session, assignment: Assignment, by: Member, same: Regrade | None
) -> int:
    """An earlier push that was interrupted and is not gone on with would wait for ever."""
    rows = session.scalars(
        select(Regrade).where(
            Regrade.assignment_id == assignment.id,
            Regrade.member_id == by.id,
            Regrade.pushed.is_not(None),
            Regrade.state == RegradeState.RUNNING,
        )
    ).all()
    others = [row for row in rows if same is None or row.id != same.id]
    for row in others:
        regrading.discard(session, row, by)
    return len(others)


def _remark(regrade: Regrade, text: str) -> None:
    """Keep a sentence once."""
    remarks = list(regrade.remarks or ())
    if text not in remarks and len(remarks) < _MOST_REMARKS:
        regrade.remarks = [*remarks, text]


def _some(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return harmless(", ".join(numbers[:_NAMED]) + more, 2000)


def refusals(session: Session, regrade: Regrade) -> Mapping[str, str]:
    """Submission -> why its report is not used."""
    rows = session.execute(
        select(Regraded.submission_id, Regraded.fault).where(
            Regraded.regrade_id == regrade.id, Regraded.fault.is_not(None)
        )
    )
    return {submission: why or "" for submission, why in rows}
