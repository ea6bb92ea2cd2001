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
from grader.service import access, credentials, messages, regrade_requests, regrading, standing
from grader.service.database_tables import Member, Submission, Upload, now
from grader.service.hand_in import CONFIRM_LIFE
from grader.service.web.downloads import download
from grader.service.web.following import Progress, status_events
from grader.service.web.problems import too_often
from grader.service.web.receiving import MOST_BYTES, received
from grader.service.web.rendering import STATIC, page, progress_text, time_text
from grader.service.web.request_context import SEE_OTHER, service_of
from grader.service.web.visitor import Form, OwnSite, SignedIn, forget, limit_sign_ins, remember

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request, visitor: SignedIn) -> Response:
    """The assignments of all the visitor's courses."""
    with service_of(request).database.reading() as session:
        courses = []
        for course, member in access.memberships(session, visitor.person):
            offers = access.offers(session, member)
            ids = [offer.assignment.id for offer in offers]
            waiting = {id_ for id_ in ids if access.waiting_upload(session, member, id_)}
            courses.append((course, offers, waiting))
    return page(request, "assignments.html", visitor=visitor, courses=courses)


@router.get("/sign-in/{secret}")
def show_sign_in(request: Request, secret: str) -> Response:
    """A button: programs that look at links in letters do not press it, so the link stays good."""
    limit_sign_ins(request)
    with service_of(request).database.reading() as session:
        good = credentials.link_is_good(session, secret)
    return page(request, "sign_in.html", 200 if good else 404, good=good)


@router.post("/sign-in/{secret}", dependencies=[OwnSite])
def sign_in(request: Request, secret: str) -> Response:
    """Sign in with a personal link, the only time that it does."""
    limit_sign_ins(request)
    with service_of(request).database.writing() as session:
        person = credentials.use_link(session, secret)
        if person is None:
            return page(request, "sign_in.html", 404, good=False)
        cookie = credentials.open_session(session, person)
    answer = RedirectResponse("/", SEE_OTHER)
    remember(request, answer, cookie)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, visitor: SignedIn, form: Form) -> Response:
    """End this browser's session."""
    service = service_of(request)
    with service.database.writing() as session:
        provider = credentials.session_provider(session, visitor.secret)
        credentials.revoke(session, visitor.secret)
    known = provider is not None and provider in service.providers
    answer = RedirectResponse(f"/signed-out/{provider}" if known else "/", SEE_OTHER)
    forget(request, answer)
    return answer


@router.get("/assignments/{assignment}")
def show_assignment(request: Request, assignment: str, visitor: SignedIn) -> Response:
    """What is to be done, where to hand it in, and the visitor's attempts."""
    with service_of(request).database.reading() as session:
        member = access.member_at(session, visitor.person, assignment)
        values = assignment_values(session, member, assignment)
    return page(request, "assignment.html", visitor=visitor, **values)


@router.get("/assignments/{assignment}/files/{name}")
def starter_file(request: Request, assignment: str, name: str, visitor: SignedIn) -> Response:
    """A file of the public bundle."""
    with service_of(request).database.reading() as session:
        member = access.member_at(session, visitor.person, assignment)
        files: dict[str, str] = access.offer(session, member, assignment).page["files"]
    if name not in files:
        raise access.NotFound
    return download(files[name], name)


@router.post("/assignments/{assignment}/uploads", dependencies=[OwnSite], max_body_size=MOST_BYTES)
async def upload(request: Request, assignment: str, visitor: SignedIn) -> Response:
    """Keep the files of the form, so that the visitor sees what is recognised before it counts."""
    service = service_of(request)

    def allowed() -> str:
        with service.database.reading() as session:
            member = access.member_at(session, visitor.person, assignment)
            access.offer(session, member, assignment)
        if wait := service.hand_ins.wait(member.id):
            raise too_often(wait)
        service.desk.check_open(member.id, assignment)
        return member.id

    member = await run_in_threadpool(allowed)
    form, files = await received(request, "file", service.desk.files)
    visitor.refuse_foreign(form.get("form_token"))
    row = await run_in_threadpool(service.desk.upload, member, assignment, files)
    return RedirectResponse(f"/uploads/{row.id}", SEE_OTHER)


@router.get("/uploads/{upload}")
def show_upload(request: Request, upload: str, visitor: SignedIn) -> Response:
    """What is recognised in files that are not handed in yet; afterwards, their submission."""
    with service_of(request).database.reading() as session:
        member, row = access.seen(session, visitor.person, Upload, upload)
        if row.submission_id is not None:
            return RedirectResponse(f"/submissions/{row.submission_id}", SEE_OTHER)
        offer = access.offer(session, row.member, row.assignment_id)
        files = row.files
    found = row.recognition
    return page(
        request,
        "upload.html",
        visitor=visitor,
        row=row,
        offer=offer,
        files=[file.name for file in files],
        found=found,
        summary=None if found is None else messages.found_in(found),
        problem=None if found is None else messages.problem_in(found),
        late=offer.why_it_loses(row.uploaded_at),
        is_late=offer.days_late(row.uploaded_at) > 0,
        # As the desk decides it when the button is pressed.
        can_confirm=offer.window.is_open(now()) or now() - row.uploaded_at <= CONFIRM_LIFE,
        is_own=row.member_id == member.id,
    )


@router.get("/uploads/{upload}/events")
async def follow_upload(request: Request, upload: str, visitor: SignedIn) -> StreamingResponse:
    """Says when the files have been looked at, for the page's script."""

    def look() -> Progress:
        with service_of(request).database.reading() as session:
            _, row = access.seen(session, visitor.person, Upload, upload)
            done = row.recognition is not None
        return Progress({"done": done}, done)

    return await status_events(look)


@router.post("/uploads/{upload}/submission")
def confirm(request: Request, upload: str, visitor: SignedIn, form: Form) -> Response:
    """Hand in files that were uploaded."""
    service = service_of(request)
    with service.database.reading() as session:
        member, _ = access.seen(session, visitor.person, Upload, upload)
    row = service.desk.confirm(upload, member)
    return RedirectResponse(f"/submissions/{row.id}", SEE_OTHER)


@router.post("/uploads/{upload}/discard")
def discard(request: Request, upload: str, visitor: SignedIn, form: Form) -> Response:
    """Forget files of one's own that were uploaded and not handed in."""
    with service_of(request).database.writing() as session:
        member, row = access.seen(session, visitor.person, Upload, upload)
        if row.member_id != member.id:
            raise access.NotFound
        if row.submission_id is None:
            session.delete(row)
    return RedirectResponse(f"/assignments/{row.assignment_id}", SEE_OTHER)


@router.get("/submissions/{submission}")
def show_submission(request: Request, submission: str, visitor: SignedIn) -> Response:
    """Where a submission is, or its feedback."""
    with service_of(request).database.reading() as session:
        member, row = access.seen(session, visitor.person, Submission, submission)
        offer = access.offer(session, row.member, row.assignment_id)
        attempts = standing.own_attempts(session, offer.assignment, row.member_id)
        values: dict[str, Any] = {
            "row": row,
            "offer": offer,
            "progress": progress_text(row.state, access.ahead(session, row)),
            "attempt": next(each for each in attempts if each.submission.id == row.id),
            "counting": next((each for each in attempts if each.counts), None),
            "shown": offer.shown,
            "late": offer.why_it_loses(row.received_at),
            "requests": regrade_requests.own_requests(session, row),
            "is_own": row.member_id == member.id,
            "again": regrading.graded_again(session, row),
        }
        if row.member_id != member.id:
            values["seen_as"] = (row.member.person, f"/submissions/{row.id}/full")
        report = access.report_of(session, row)
    if report is not None:
        values |= feedback_values(report, offer.is_over, offer.shown)
        values["report"] = _with_time(values["report"], row.received_at)
    name = "submission.html" if report is None else "result.html"
    return page(request, name, visitor=visitor, **values)


@router.get("/submissions/{submission}/events")
async def follow(request: Request, submission: str, visitor: SignedIn) -> StreamingResponse:
    """What becomes of a submission, for the page's script: a sentence, and whether it is done."""

    def look() -> Progress:
        with service_of(request).database.reading() as session:
            _, row = access.seen(session, visitor.person, Submission, submission)
            if row.state.is_final:
                return Progress({"done": True}, True)
            text = progress_text(row.state, access.ahead(session, row))
        return Progress({"done": False, "text": text}, False)

    return await status_events(look)


@router.post("/submissions/{submission}/regrade-requests")
def ask(request: Request, submission: str, visitor: SignedIn, form: Form) -> Response:
    """Ask for a function to be looked at again."""
    with service_of(request).database.writing() as session:
        member, _ = access.seen(session, visitor.person, Submission, submission)
        row = access.own_submission(session, member, submission)
        asked = str(form.get("function", "")), str(form.get("text", ""))
        regrade_requests.ask(session, row, *asked, access.functions_shown(session, row))
    return RedirectResponse(f"/submissions/{submission}#requests", SEE_OTHER)


@router.get("/submissions/{submission}/receipt.json")
def receipt(request: Request, submission: str, visitor: SignedIn) -> Response:
    """The receipt, to be kept."""
    with service_of(request).database.reading() as session:
        _, row = access.seen(session, visitor.person, Submission, submission)
    return download(row.receipt or "{}", f"receipt-{row.id}.json", "application/json")


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


def assignment_values(session: Session, member: Member, assignment: str) -> dict[str, Any]:
    """What the page of an assignment prints for a member of its course."""
    offer = access.offer(session, member, assignment)
    return {
        "offer": offer,
        "attempts": standing.own_attempts(session, offer.assignment, member.id),
        "waiting": access.waiting_upload(session, member, assignment),
        "megabytes": MOST_BYTES // 2**20,
    }
