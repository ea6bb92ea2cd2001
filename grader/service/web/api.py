"""The API: /api/v1, described by its OpenAPI document."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from grader.report.student_view import student_view
from grader.service import access, standing
from grader.service.schema import Assignment, Member, Submission, SubmissionState, iso
from grader.service.web.following import status_events
from grader.service.web.problems import Problem, documented
from grader.service.web.receiving import MOST_BYTES, received
from grader.service.web.service import Service, caller, service_of

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
Caller = Annotated[Member, Depends(caller)]
Key = Annotated[str | None, Header(min_length=1, max_length=200)]


class AssignmentView(BaseModel):
    """An exercise that is offered in a window. Times are UTC; null: no end, no limit."""

    id: str
    exercise: str
    title: str
    points: float
    opens_at: str
    due_at: str | None
    closes_at: str | None
    attempts: int | None = Field(description="How many attempts everybody has.")
    attempts_used: int


class Accepted(BaseModel):
    """A submission that is kept: it will be graded whatever happens."""

    id: str
    attempt: int
    received_at: str
    sha256: str
    status: SubmissionState
    receipt: dict[str, Any] = Field(description="Signed; see `grader verify-receipt`.")


class SubmissionView(Accepted):
    """A submission, with its result as the student may see it once it is graded."""

    assignment: str
    late: bool
    report: dict[str, Any] | None


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
    service = service_of(request)
    if wait := service.hand_ins.wait(member.id):
        text = f"You hand in too often. Try again in {wait} seconds."
        raise Problem(429, "too-often", text, {"retry-after": str(wait)})
    await run_in_threadpool(_check, service, member, assignment, idempotency_key)
    _, files = await received(request, "file", service.desk.files)
    row = await run_in_threadpool(
        service.desk.accept, member.id, assignment, files, idempotency_key
    )
    return Accepted(**_accepted(row))


@router.get("/submissions/{submission}", responses=documented(401, 404))
def show_submission(request: Request, submission: str, member: Caller) -> SubmissionView:
    """A submission of the caller's own; of the whole course for its staff."""
    with service_of(request).database.reading() as session:
        return _view(session, access.submission(session, member, submission))


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


@router.get("/receipt-key")
def receipt_key(request: Request) -> ReceiptKey:
    """The key that receipts are signed with."""
    return ReceiptKey(key=service_of(request).desk.signer.public_key)


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
        opens_at=iso(row.opens_at),
        due_at=_iso(offer.window.due_at),
        closes_at=_iso(offer.window.closes_at),
        attempts=offer.allowance.most,
        attempts_used=offer.used,
    )


def _iso(time: datetime | None) -> str | None:
    return None if time is None else iso(time)


def _accepted(row: Submission) -> dict[str, Any]:
    return {
        "id": row.id,
        "attempt": row.attempt,
        "received_at": iso(row.received_at),
        "sha256": row.sha256,
        "status": row.state,
        "receipt": json.loads(row.receipt or "{}"),
    }


def _view(session: Session, row: Submission) -> SubmissionView:
    report = access.report_of(session, row)
    if report is not None:
        assignment = session.get_one(Assignment, row.assignment_id)
        shown, after_due = access.shown(session, assignment)
        report = student_view(report, after_due, shown)
    return SubmissionView(
        **_accepted(row),
        assignment=row.assignment_id,
        late=standing.attempt_of(session, row).is_late,
        report=None if report is None else report.model_dump(mode="json"),
    )


def _state(service: Service, member: Member, submission: str) -> SubmissionState:
    with service.database.reading() as session:
        return access.submission(session, member, submission).state
