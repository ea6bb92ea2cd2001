"""The pages for students. They work without a script; a script only saves loading them again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from grader.report.model import Report
from grader.report.pages import feedback_values
from grader.service import access, credentials, standing
from grader.service.schema import SubmissionState
from grader.service.web.following import status_events
from grader.service.web.problems import Problem
from grader.service.web.receiving import MOST_BYTES, received
from grader.service.web.rendering import STATIC, page, time_text
from grader.service.web.service import service_of
from grader.service.web.visitor import OwnSite, SignedIn, forget, remember

router = APIRouter(include_in_schema=False)
_SEE_OTHER = 303


@router.get("/")
def start(request: Request, visitor: SignedIn) -> Response:
    """The assignments of all the visitor's courses."""
    with service_of(request).database.reading() as session:
        courses = [
            (course, access.offers(session, member))
            for course, member in access.memberships(session, visitor.person)
        ]
    return page(request, "assignments.html", visitor=visitor, courses=courses)


@router.get("/sign-in/{secret}")
def show_sign_in(request: Request, secret: str) -> Response:
    """A button: programs that look at links in letters do not press it, so the link stays good."""
    _limit_sign_ins(request)
    with service_of(request).database.reading() as session:
        good = credentials.link_is_good(session, secret)
    return page(request, "sign_in.html", 200 if good else 404, good=good)


@router.post("/sign-in/{secret}", dependencies=[OwnSite])
def sign_in(request: Request, secret: str) -> Response:
    """Sign in with a personal link, the only time that it does."""
    _limit_sign_ins(request)
    with service_of(request).database.writing() as session:
        person = credentials.use_link(session, secret)
        if person is None:
            return page(request, "sign_in.html", 404, good=False)
        cookie = credentials.open_session(session, person)
    answer = RedirectResponse("/", _SEE_OTHER)
    remember(request, answer, cookie)
    return answer


@router.post("/sign-out", dependencies=[OwnSite])
async def sign_out(request: Request, visitor: SignedIn) -> Response:
    """End this browser's session."""
    visitor.refuse_foreign((await request.form()).get("form_token"))

    def end() -> None:
        with service_of(request).database.writing() as session:
            credentials.revoke(session, visitor.secret)

    await run_in_threadpool(end)
    answer = RedirectResponse("/", _SEE_OTHER)
    forget(request, answer)
    return answer


@router.get("/assignments/{assignment}")
def show_assignment(request: Request, assignment: str, visitor: SignedIn) -> Response:
    """What is to be done, where to hand it in, and the visitor's attempts."""
    with service_of(request).database.reading() as session:
        values = _assignment(session, visitor, assignment)
    return page(request, "assignment.html", visitor=visitor, refused=None, **values)


@router.get("/assignments/{assignment}/files/{name}")
def starter_file(request: Request, assignment: str, name: str, visitor: SignedIn) -> Response:
    """A file of the public bundle."""
    with service_of(request).database.reading() as session:
        member = access.member_at(session, visitor.person, assignment)
        files: dict[str, str] = access.offer(session, member, assignment).page["files"]
    if name not in files:
        raise access.NotFound
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(files[name], headers=headers, media_type="application/octet-stream")


@router.post(
    "/assignments/{assignment}/submissions", dependencies=[OwnSite], max_body_size=MOST_BYTES
)
async def hand_in(request: Request, assignment: str, visitor: SignedIn) -> Response:
    """Hand in the files of the form."""
    service = service_of(request)

    def allowed() -> str:
        with service.database.reading() as session:
            member = access.member_at(session, visitor.person, assignment)
            access.offer(session, member, assignment)
        if wait := service.hand_ins.wait(member.id):
            text = f"You hand in too often. Try again in {wait} seconds."
            raise Problem(429, "too-often", text, {"retry-after": str(wait)})
        return member.id

    member = await run_in_threadpool(allowed)
    form, files = await received(request, "file", service.desk.files)
    visitor.refuse_foreign(form.get("form_token"))
    row = await run_in_threadpool(service.desk.accept, member, assignment, files, None)
    return RedirectResponse(f"/submissions/{row.id}", _SEE_OTHER)


@router.get("/submissions/{submission}")
def show_submission(request: Request, submission: str, visitor: SignedIn) -> Response:
    """Where a submission is, or its feedback."""
    with service_of(request).database.reading() as session:
        member = access.member_for(session, visitor.person, submission)
        row = access.submission(session, member, submission)
        report = access.report_of(session, row)
        offer = access.offer(session, member, row.assignment_id)
        shown, after_due = access.shown(session, offer.assignment)
        values: dict[str, Any] = {
            "row": row,
            "offer": offer,
            "ahead": access.ahead(session, row),
            "attempt": standing.attempt_of(session, row),
            "shown": shown,
        }
        if report is not None:
            values |= feedback_values(report, after_due, shown)
            values["report"] = _with_time(values["report"], row.received_at)
    name = "submission.html" if report is None else "result.html"
    return page(request, name, visitor=visitor, **values)


@router.get("/submissions/{submission}/events")
async def follow(request: Request, submission: str, visitor: SignedIn) -> StreamingResponse:
    """The states of a submission as server-sent events, for the page's script."""
    service = service_of(request)

    def state() -> SubmissionState:
        with service.database.reading() as session:
            member = access.member_for(session, visitor.person, submission)
            return access.submission(session, member, submission).state

    return await status_events(state)


@router.get("/submissions/{submission}/receipt.json")
def receipt(request: Request, submission: str, visitor: SignedIn) -> Response:
    """The receipt, to be kept."""
    with service_of(request).database.reading() as session:
        member = access.member_for(session, visitor.person, submission)
        row = access.submission(session, member, submission)
    name = f"receipt-{row.id}.json"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(row.receipt or "{}", headers=headers, media_type="application/json")


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Style and script of the pages."""
    if name not in STATIC:
        raise access.NotFound
    path, kind = STATIC[name]
    return FileResponse(path, media_type=kind, headers={"cache-control": "public, max-age=300"})


def _with_time(report: Report, received: datetime) -> Report:
    """The report with the time as pages write it."""
    facts = report.submission.model_copy(update={"submitted_at": time_text(received)})
    return report.model_copy(update={"submission": facts})


def _assignment(session: Session, visitor: SignedIn, assignment: str) -> dict[str, Any]:
    member = access.member_at(session, visitor.person, assignment)
    offer = access.offer(session, member, assignment)
    return {
        "offer": offer,
        "is_open": offer.is_open,
        "attempts": standing.own_attempts(session, offer.assignment, member.id),
        "shown": access.shown(session, offer.assignment)[0],
        "megabytes": MOST_BYTES // 2**20,
    }


def _limit_sign_ins(request: Request) -> None:
    address = request.client.host if request.client else ""
    if wait := service_of(request).sign_ins.wait(address):
        text = f"Too many sign-ins from here. Try again in {wait} seconds."
        raise Problem(429, "too-often", text, {"retry-after": str(wait)})
