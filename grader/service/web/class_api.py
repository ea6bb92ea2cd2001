"""The API for those who teach: a class's work to be graded elsewhere, and the results that come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from grader.service import class_results, pushing, regrading, standing, teaching
from grader.service.access import NotFound
from grader.service.class_results import Line
from grader.service.database_tables import (
    Assignment,
    Counts,
    Extension,
    Member,
    Override,
    Regrade,
    RegradeState,
    Result,
    Role,
    Submission,
    SubmissionState,
    SubmittedFile,
    now,
)
from grader.service.member_variants import versions_in
from grader.service.membership import entry_of
from grader.service.pushing import Fetched, Sent
from grader.service.regrading import Difference, Order
from grader.service.teaching import INSTRUCTORS
from grader.service.web.problems import Problem, documented, sentence
from grader.service.web.receiving import Position
from grader.service.web.request_context import Caller, service_of, stored_file
from grader.service.web.row_view import RowView, Time
from grader.util.errors import UsageError

router = APIRouter(prefix="/api/v1")
_AT_ONCE, _MOST_AT_ONCE = 500, 2000
_MOST_ITEMS = 500_000
_MOST_REPORTS = 50
"""They are compared while nobody else writes."""
_BEGIN_BYTES, _REPORT_BYTES = 64 * 2**20, 32 * 2**20
_MOST_NAMED = 200


class LateRules(RowView):
    """What late work loses; times are UTC."""

    due_at: Time | None
    percent_a_day: float = Field(validation_alias="late_percent_a_day")
    cap_percent: float = Field(validation_alias="late_cap_percent")
    grace_minutes: float = Field(validation_alias="late_grace_minutes")
    of: str = Field(validation_alias="late_of")


class FileView(RowView):
    """A file that was handed in; its contents are at /api/v1/submissions/{id}/files/{position}."""

    position: int
    name: str
    sha256: str
    size: int


class SetPoints(RowView):
    """Points that a person has set, of one function or of all of it (*)."""

    function: str
    points: float = Field(validation_alias="score")
    reason: str
    comment: str | None


class HandedInView(BaseModel):
    """One attempt, as it was handed in."""

    id: str
    attempt: int
    received_at: Time
    sha256: str
    status: SubmissionState
    counts: bool = Field(description="Whether it is the attempt that counts.")
    result: int | None = Field(description="The number of its latest result; null: it has none.")
    files: list[FileView]
    set_points: list[SetPoints]


class MemberView(BaseModel):
    """A student of the class, whether or not anything was handed in."""

    id: str = Field(description="The id in the roster.")
    name: str
    section: str | None
    ids: dict[str, str] = Field(description="E-mail address and ids on platforms, by column.")
    until: Time | None = Field(
        description="The student's own due time, where an extension gives one."
    )
    uploaded: bool = Field(description="Whether files were uploaded and not handed in.")
    counting: str | None = Field(
        description="The attempt that counts; where none has points, the latest."
    )
    submissions: list[HandedInView] = Field(description="The latest first.")


class ClassView(BaseModel):
    """A class on one assignment, some members at a time."""

    id: str
    exercise: str
    title: str
    versions: list[str] = Field(description="The versions of the exercise that results are now of.")
    counts: Counts
    late: LateRules
    total: int = Field(description="How many students the class has.")
    at: Time = Field(description="When this was read.")
    members: list[MemberView]
    next: str | None = Field(description="Ask again with after= this; null: these were the last.")


class NewPush(BaseModel):
    """Results that will be sent."""

    key: str = Field(
        pattern="^[0-9a-f]{64}$", description="Equal for equal results: the same push."
    )
    reason: str = Field(max_length=1000, description="What students read whose result changes.")
    submissions: list[Fetched] = Field(max_length=_MOST_ITEMS)


class SentReports(BaseModel):
    """Some of the reports of a push."""

    reports: list[Sent] = Field(max_length=_MOST_REPORTS)


class Refusal(BaseModel):
    """A submission whose report is not used."""

    submission: str
    why: str


class EffectView(RowView):
    """A student whose points change when the push is published."""

    id: str = Field(validation_alias="number")
    before: float | None
    after: float | None


class PushView(BaseModel):
    """How far a push is, and what publishing it would change."""

    id: str
    state: RegradeState
    page: str = Field(description="Where an instructor looks at it and publishes it.")
    submissions: int
    missing: list[str] = Field(description="Those of which no report has come yet.")
    unknown: list[str] = Field(description="Those that were not handed in to this assignment.")
    discarded: int = Field(description="Unfinished pushes that this one takes the place of.")
    remarks: list[str]
    refused: list[Refusal]
    differing: int = Field(description="Submissions whose score or cases differ.")
    changing: int = Field(description="Students whose points change.")
    effects: list[EffectView] = Field(description="The first of them.")


@router.get("/assignments/{assignment}/class", responses=documented(401, 404))
def show_class(
    request: Request,
    assignment: str,
    member: Caller,
    after: Annotated[str, Query(max_length=500)] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_AT_ONCE)] = _AT_ONCE,
) -> ClassView:
    """What the students of an assignment have handed in, for the course's staff; by id, some at a time."""
    with service_of(request).database.reading() as session:
        _, row = _at(session, member, assignment, teaching.STAFF)
        students = Member.course_id == row.course_id, Member.role == Role.STUDENT
        total = session.scalar(select(func.count()).select_from(Member).where(*students)) or 0
        later = select(Member).where(*students, Member.number > after)
        found = session.scalars(later.order_by(Member.number).limit(limit + 1)).all()
        page, more = found[:limit], len(found) > limit
        exercise = row.version.page
        return ClassView(
            id=row.id,
            exercise=row.exercise,
            title=exercise["title"],
            versions=sorted(versions_in(exercise)),
            counts=row.counts,
            late=LateRules.model_validate(row),
            total=total,
            at=now(),
            members=_members(session, row, page),
            next=page[-1].number if more else None,
        )


@router.get(
    "/submissions/{submission}/files/{position}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The file."},
        **documented(401, 404),
    },
)
def show_file(request: Request, submission: str, position: Position, member: Caller) -> Response:
    """A file of a submission, for the course's staff."""
    service = service_of(request)
    with service.database.reading() as session:
        teaching.at_submission(session, member.person, submission)
        row = session.get(SubmittedFile, (submission, position))
    if row is None:
        raise NotFound
    return Response(stored_file(service, row.sha256), media_type="application/octet-stream")


@router.post(
    "/assignments/{assignment}/pushes",
    status_code=201,
    responses=documented(401, 404, 413, 422, 503),
    max_body_size=_BEGIN_BYTES,
)
def begin_push(request: Request, assignment: str, member: Caller, new: NewPush) -> PushView:
    """Begin to send results that were graded elsewhere. With the same key it is the same push."""
    database = service_of(request).database
    with database.writing() as session:
        by, row = _at(session, member, assignment, INSTRUCTORS)
        begun = pushing.begin(session, Order(row, by, new.reason), new.key, new.submissions)
    with database.reading() as session:  # whoever hands in does not wait for the difference
        return _push(session, begun.regrade, begun.unknown, begun.discarded)


@router.post(
    "/pushes/{push}/reports",
    responses=documented(401, 404, 409, 413, 422, 503),
    max_body_size=_REPORT_BYTES,
)
def send_reports(request: Request, push: str, member: Caller, sent: SentReports) -> PushView:
    """Send some of the reports; a report that came already is not taken again."""
    database = service_of(request).database
    with database.writing() as session:
        row = _own_push(session, member, push)
        pushing.receive(session, row, sent.reports)
    with database.reading() as session:
        return _push(session, row, whole=row.state is not RegradeState.RUNNING)


@router.get("/pushes/{push}", responses=documented(401, 404))
def show_push(request: Request, push: str, member: Caller) -> PushView:
    """How far a push is, and what it would change."""
    with service_of(request).database.reading() as session:
        return _push(session, _own_push(session, member, push))


@router.post("/pushes/{push}/publish", responses=documented(401, 404, 409, 503))
def publish_push(request: Request, push: str, member: Caller) -> PushView:
    """Have students see the results. Published again, it stays as it is."""
    database = service_of(request).database
    with database.writing() as session:
        row = _own_push(session, member, push)
        by, _ = _at(session, member, row.assignment_id, INSTRUCTORS)
        if row.state is not RegradeState.PUBLISHED:
            try:
                regrading.publish(session, row, by)
            except UsageError as fault:
                raise Problem(409, "not-ready", sentence(fault)) from None
    with database.reading() as session:
        return _push(session, row)


def _at(
    session: Session, member: Member, assignment: str, roles: tuple[Any, ...]
) -> tuple[Member, Assignment]:
    """The caller, by what the member is now, and the assignment; raises NotFound."""
    by, row = teaching.at_assignment(session, member.person, assignment, roles)
    if by.id != member.id:  # a token is for one course
        raise NotFound
    return by, row


def _own_push(session: Session, member: Member, id_: str) -> Regrade:
    row = session.get(Regrade, id_)
    if row is None or row.pushed is None:
        raise NotFound
    _at(session, member, row.assignment_id, INSTRUCTORS)
    return row


def _members(session: Session, row: Assignment, page: Sequence[Member]) -> list[MemberView]:
    ids = [member.id for member in page]
    lines = class_results.lines_of(session, row, page)
    submissions = [each.submission.id for line in lines for each in line.attempts]
    with_files = select(Submission).options(selectinload(Submission.files))
    session.scalars(with_files.where(Submission.id.in_(submissions))).all()
    results = dict(
        session.execute(
            select(Result.submission_id, func.max(Result.number))
            .where(Result.submission_id.in_(submissions))
            .group_by(Result.submission_id)
        ).all()
    )
    overrides = standing.overrides_in_force(session, Submission.assignment_id == row.id)
    until = dict(
        session.execute(
            select(Extension.member_id, Extension.until).where(
                Extension.assignment_id == row.id, Extension.member_id.in_(ids)
            )
        ).all()
    )
    return [_member(line, results, overrides, until) for line in lines]


def _member(
    line: Line,
    results: dict[str, int],
    overrides: dict[str, list[Override]],
    until: dict[str, Any],
) -> MemberView:
    entry = entry_of(line.member)
    return MemberView(
        id=entry.id,
        name=line.member.person.name,
        section=entry.section,
        ids=dict(entry.ids),
        until=until.get(line.member.id),
        uploaded=line.upload is not None,
        counting=None if line.counting is None else line.counting.submission.id,
        submissions=[
            HandedInView(
                id=each.submission.id,
                attempt=each.submission.attempt,
                received_at=each.submission.received_at,
                sha256=each.submission.sha256,
                status=each.submission.state,
                counts=each.counts,
                result=results.get(each.submission.id),
                files=[FileView.model_validate(file) for file in each.submission.files],
                set_points=[
                    SetPoints.model_validate(row) for row in overrides.get(each.submission.id, ())
                ],
            )
            for each in line.attempts
        ],
    )


def _push(
    session: Session,
    row: Regrade,
    unknown: list[str] | None = None,
    discarded: int = 0,
    whole: bool = True,
) -> PushView:
    """The push; what it changes only where all of it is asked for: that takes long in a large class."""
    found = regrading.difference(session, row) if whole else Difference(0, 0, [], [], [], [])
    missing = pushing.missing(session, row)
    refused = pushing.refusals(session, row) if whole else {}
    return PushView(
        id=row.id,
        state=row.state,
        page=f"/regrades/{row.id}",
        submissions=found.total,
        missing=missing if whole else missing[:1],
        unknown=unknown or [],
        discarded=discarded,
        remarks=list(row.remarks or ()),
        refused=[Refusal(submission=id_, why=why) for id_, why in refused.items()],
        differing=len(found.changed),
        changing=len(found.effects),
        effects=[EffectView.model_validate(each) for each in found.effects[:_MOST_NAMED]],
    )
