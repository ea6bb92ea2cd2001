"""The page of grades that go to platforms and of rosters that come from there: how far they are."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from grader.service import teaching
from grader.service.access import NotFound
from grader.service.audit_log import note
from grader.service.lti.platform_tasks import read_again, send_again
from grader.service.lti.sent_states import roster_states, sent_states
from grader.service.teaching import INSTRUCTORS
from grader.service.web.page_language import English
from grader.service.web.rendering import page
from grader.service.web.request_context import SEE_OTHER, service_of
from grader.service.web.visitor import Form, SignedIn

router = APIRouter(include_in_schema=False, dependencies=[English])


@router.get("/courses/{course}/sent-grades")
def show_sent(request: Request, course: str, visitor: SignedIn) -> Response:
    """Every link of the course on a platform, with its grades."""
    with service_of(request).database.reading() as session:
        member, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        states, rosters = sent_states(session, row.id), roster_states(session, row.id)
    return page(
        request, "staff/sent_grades.html", visitor=visitor, member=member, course=row,
        states=states, rosters=rosters,
    )  # fmt: skip


@router.post("/courses/{course}/sent-grades/{link}")
def send_now(request: Request, course: str, link: str, visitor: SignedIn, form: Form) -> Response:
    """Have a link's grades sent at once, those included that the platform has declined."""
    with service_of(request).database.writing() as session:
        by, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        states = {each.link.id: each for each in sent_states(session, row.id)}
        if link not in states:
            raise NotFound
        send_again(session, link)
        note(session, row.id, by, "grades.asked", states[link].link.assignment_id)
    return RedirectResponse(f"/courses/{course}/sent-grades", SEE_OTHER)


@router.post("/courses/{course}/rosters/{context}")
def read_now(
    request: Request, course: str, context: str, visitor: SignedIn, form: Form
) -> Response:
    """Have the roster of a course on a platform read at once."""
    with service_of(request).database.writing() as session:
        _, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        if context not in {each.context.id for each in roster_states(session, row.id)}:
            raise NotFound
        read_again(session, context)
    return RedirectResponse(f"/courses/{course}/sent-grades", SEE_OTHER)
