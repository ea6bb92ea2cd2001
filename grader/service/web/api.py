"""The API: /api/v1, described by its OpenAPI document."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from grader.model.result import Shown
from grader.report.student_view import student_view
from grader.service import access, messages, regrade_requests, standing
from grader.service.database_tables import (
    Counts,
    Member,
    Submission,
    SubmissionState,
    Upload,
)
from grader.service.hand_in import NamedFile
from grader.service.regrade_requests import LONGEST_TEXT
from grader.service.web.following import Progress, status_events
from grader.service.web.problems import documented, too_often
from grader.service.web.receiving import MOST_BYTES, received
from grader.service.web.request_context import Caller, Service, service_of
from grader.service.web.row_view import RowView, Time

_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}

router = APIRouter(prefix="/api/v1")
Key = Annotated[str | None, Header(min_length=1, max_length=200)]


def _parsed(receipt: Any) -> Any:
    """A receipt, which rows hold as text."""
    return receipt if isinstance(receipt, dict) else json.loads(receipt or "{}")


class AssignmentView(BaseModel):
    """An exercise that is offered in a window. Times are UTC; null: no end, no limit."""

    id: str
    exercise: str
    title: str
    points: float
    opens_at: Time
    due_at: Time | None
    closes_at: Time | None
    attempts: int | None = Field(description="How many attempts the caller has at once.")
    attempts_used: int
    attempts_left: int | None
    next_attempt_at: Time | None = Field(description="When an attempt comes back, if any does.")
    counts: Counts = Field(description="Which attempt counts.")


class Accepted(RowView):
    """A submission that is kept: it will be graded whatever happens."""

    id: str
    attempt: int
    received_at: Time
    sha256: str
    status: SubmissionState = Field(validation_alias="state")
    receipt: Annotated[dict[str, Any], BeforeValidator(_parsed)] = Field(
        description="Signed; see `grader verify-receipt`."
    )


class Points(RowView):
    """A change of the points that no case explains: a late policy, or a person."""

    points: float
    reason: str
    function: str | None = Field(description="What a person set; * is all of it. Null: late work.")
    comment: str | None


class SubmissionView(Accepted):
    """A submission, with its result as the student may see it once it is graded."""

    assignment: str
    late: bool
    ahead: int | None = Field(description="How many wait before it; null when it is graded.")
    counts: bool = Field(description="Whether it is the attempt that counts.")
    points: float | None = Field(
        description="After overrides and the late policy; null while there are none, or while the "
        "assignment shows the public cases alone."
    )
    changes: list[Points] = Field(description="Why the points are not those of the cases.")
    shown: Shown = Field(description="How much of the result is shown now.")
    report: dict[str, Any] | None


class AttemptView(BaseModel):
    """One of the caller's attempts."""

    id: str
    attempt: int
    received_at: Time
    status: SubmissionState
    late: bool
    counts: bool
    points: float | None
    changes: list[Points]


class NewRequest(BaseModel):
    """A question about the points of one function."""

    function: str = Field(max_length=200)
    text: str = Field(max_length=LONGEST_TEXT)


class RequestView(RowView):
    """A regrade request, and its answer once there is one."""

    function: str
    text: str
    id: str
    submission: str = Field(validation_alias="submission_id")
    created_at: Time
    accepted: bool | None
    answer: str | None


class Recognised(BaseModel):
    """What grading would find in an upload. Nothing has been run."""

    found: list[str] = Field(description="The graded functions that are there.")
    missing: dict[str, str] = Field(description="The others, and why each is missing.")
    problem: str | None = Field(description="Why nothing at all could be graded.")
    notes: list[str] = Field(description="What else may explain a result.")
    summary: str | None = Field(description='Such as "3 of 4 functions found".')


class UploadView(BaseModel):
    """Files that wait to be confirmed: nothing is handed in yet."""

    id: str
    assignment: str
    uploaded_at: Time
    sha256: str
    files: list[str]
    recognised: Recognised | None = Field(description="Null until a worker has looked.")
    submission: str | None = Field(description="The submission that was made of it.")


class ReceiptKey(BaseModel):
    """The public key that receipts of this service are signed with: Ed25519, hexadecimal."""

    key: str


@router.get("/assignments", responses=documented(401))
def list_assignments(request: Request, member: Caller) -> list[AssignmentView]:
    """The assignments of the caller's course, the next due first."""
    with service_of(request).database.reading() as session:
        return [_assignment(offer) for offer in access.offers(session, member)]


@router.post(
    "/assignments/{assignment}/submissions",
    status_code=201,
    responses=documented(401, 404, 408, 409, 413, 422, 429, 503),
    openapi_extra=_UPLOAD,
    max_body_size=MOST_BYTES,
)
async def hand_in(
    request: Request, assignment: str, member: Caller, idempotency_key: Key = None
) -> Accepted:
    """Hand in one file, or several. After status 201 the submission is kept, whatever happens.

    The same Idempotency-Key with the same files is the same submission.
    """
    files = await _received(request, member, assignment, idempotency_key)
    desk = service_of(request).desk
    row = await run_in_threadpool(desk.accept, member.id, assignment, files, idempotency_key)
    return Accepted.model_validate(row)


@router.get("/assignments/{assignment}/submissions", responses=documented(401, 404))
def list_attempts(request: Request, assignment: str, member: Caller) -> list[AttemptView]:
    """The caller's own attempts, the latest first, with their points and which one counts."""
    with service_of(request).database.reading() as session:
        offer = access.offer(session, member, assignment)
        return [
            AttemptView(
                id=each.submission.id,
                attempt=each.submission.attempt,
                received_at=each.submission.received_at,
                status=each.submission.state,
                late=each.is_late,
                **_points(each, offer.shown, offer.rules.counts),
            )
            for each in standing.own_attempts(session, offer.assignment, member.id)
        ]


@router.post(
    "/assignments/{assignment}/uploads",
    status_code=201,
    responses=documented(401, 404, 408, 409, 413, 422, 429, 503),
    openapi_extra=_UPLOAD,
    max_body_size=MOST_BYTES,
)
async def upload(request: Request, assignment: str, member: Caller) -> UploadView:
    """Have files looked at before they are handed in. They replace what was uploaded before.

    Nothing is handed in until it is confirmed: POST /api/v1/uploads/{upload}/submission.
    """
    files = await _received(request, member, assignment, None)
    service = service_of(request)

    def kept() -> UploadView:
        row = service.desk.upload(member.id, assignment, files)
        with service.database.reading() as session:
            return _upload(session.get_one(Upload, row.id))

    return await run_in_threadpool(kept)


@router.get("/uploads/{upload}", responses=documented(401, 404))
def show_upload(request: Request, upload: str, member: Caller) -> UploadView:
    """An upload of the caller's own, with what was recognised in it; of the whole course for its staff."""
    with service_of(request).database.reading() as session:
        return _upload(access.visible(session, member, Upload, upload))


@router.post(
    "/uploads/{upload}/submission", status_code=201, responses=documented(401, 404, 409, 503)
)
def confirm(request: Request, upload: str, member: Caller) -> Accepted:
    """Hand in an upload. Asked again, it is the same submission.

    It counts as received when it was uploaded, where it is confirmed within ten minutes. Staff hand in
    for a student what was uploaded in time and not confirmed.
    """
    service = service_of(request)
    with service.database.reading() as session:
        access.visible(session, member, Upload, upload)
    return Accepted.model_validate(service.desk.confirm(upload, member))


@router.get("/submissions/{submission}", responses=documented(401, 404))
def show_submission(request: Request, submission: str, member: Caller) -> SubmissionView:
    """A submission of the caller's own; of the whole course for its staff."""
    with service_of(request).database.reading() as session:
        return _view(session, access.visible(session, member, Submission, submission))


@router.get(
    "/submissions/{submission}/events",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "One event for each state."},
        **documented(401, 404),
    },
)
async def follow_submission(request: Request, submission: str, member: Caller) -> StreamingResponse:
    """Server-sent events: one, named "status", for each change until there is a result."""
    service = service_of(request)
    return await status_events(lambda: _state(service, member, submission))


@router.get("/submissions/{submission}/regrade-requests", responses=documented(401, 404))
def list_requests(request: Request, submission: str, member: Caller) -> list[RequestView]:
    """The regrade requests of the submission's member in its assignment, the earliest first."""
    with service_of(request).database.reading() as session:
        row = access.visible(session, member, Submission, submission)
        asked = regrade_requests.own_requests(session, row)
        return [RequestView.model_validate(each) for each in asked]


@router.post(
    "/submissions/{submission}/regrade-requests",
    status_code=201,
    responses=documented(401, 404, 409, 422, 503),
)
def ask(request: Request, submission: str, member: Caller, new: NewRequest) -> RequestView:
    """Ask for a function of an own submission to be looked at: once for each function of an assignment."""
    with service_of(request).database.writing() as session:
        row = access.own_submission(session, member, submission)
        functions = access.functions_shown(session, row)
        asked = regrade_requests.ask(session, row, new.function, new.text, functions)
        return RequestView.model_validate(asked)


@router.get("/receipt-key")
def receipt_key(request: Request) -> ReceiptKey:
    """The key that receipts are signed with."""
    return ReceiptKey(key=service_of(request).desk.signer.public_key)


async def _received(
    request: Request, member: Member, assignment: str, key: str | None
) -> list[NamedFile]:
    """The files of a request, which are kept; refused before they are read, where they would be anyway."""
    service = service_of(request)
    if wait := service.hand_ins.wait(member.id):
        raise too_often(wait)
    await run_in_threadpool(_check, service, member, assignment, key)
    return (await received(request, "file", service.desk.files))[1]


def _check(service: Service, member: Member, assignment: str, key: str | None) -> None:
    """Refuse before a file is read, unless the client may be asking for what it has handed in already."""
    with service.database.reading() as session:
        access.offer(session, member, assignment)
    if key is None:
        service.desk.check_open(member.id, assignment)


def _assignment(offer: access.Offer) -> AssignmentView:
    row = offer.assignment
    return AssignmentView(
        id=row.id,
        exercise=row.exercise,
        title=offer.page["title"],
        points=offer.page["points"],
        opens_at=row.opens_at,
        due_at=offer.window.due_at,
        closes_at=offer.window.closes_at,
        attempts=offer.allowance.most,
        attempts_used=offer.used,
        attempts_left=offer.allowance.left,
        next_attempt_at=offer.allowance.next_at,
        counts=offer.rules.counts,
    )


def _view(session: Session, row: Submission) -> SubmissionView:
    attempt = standing.attempt_of(session, row)
    shown, after_due, _ = access.shown(session, row.assignment)
    report = access.report_of(session, row)
    if report is not None:
        report = student_view(report, after_due, shown)
    return SubmissionView(
        **dict(Accepted.model_validate(row)),
        assignment=row.assignment_id,
        late=attempt.is_late,
        ahead=None if row.state.is_final else access.ahead(session, row),
        **_points(attempt, shown, row.assignment.counts),
        shown=shown,
        report=None if report is None else report.model_dump(mode="json"),
    )


def _points(attempt: standing.Attempt, shown: Shown, counts: Counts) -> dict[str, Any]:
    """Points, and whether the attempt counts, as far as they tell nothing that is not shown."""
    whole = shown is not Shown.PUBLIC
    return {
        "counts": attempt.counts and (whole or counts is Counts.LATEST),
        "points": attempt.points if whole else None,
        "changes": [Points.model_validate(each) for each in attempt.changes] if whole else [],
    }


def _upload(row: Upload) -> UploadView:
    return UploadView(
        id=row.id,
        assignment=row.assignment_id,
        uploaded_at=row.uploaded_at,
        sha256=row.sha256,
        files=[file.name for file in row.files],
        recognised=_recognised(row.recognition),
        submission=row.submission_id,
    )


def _recognised(found: dict[str, Any] | None) -> Recognised | None:
    if found is None:
        return None
    missing = {name: why for name, why in found["missing"].items() if why is not None}
    right = [name for name in found["missing"] if name not in missing]
    return Recognised(
        found=right,
        missing=missing,
        problem=messages.problem_in(found),
        notes=found["notes"],
        summary=messages.found_in(found),
    )


def _state(service: Service, member: Member, submission: str) -> Progress:
    with service.database.reading() as session:
        row = access.visible(session, member, Submission, submission)
        event: dict[str, Any] = {"status": row.state}
        if not row.state.is_final:
            event["ahead"] = access.ahead(session, row)
        return Progress(event, row.state.is_final)
