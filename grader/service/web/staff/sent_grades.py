"""The page of grades that go to platforms: how far they are, and what platforms do not take."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from grader.service import teaching
from grader.service.access import NotFound
from grader.service.audit import note
from grader.service.lti.errands import send_again
from grader.service.lti.sent_states import sent_states
from grader.service.teaching import INSTRUCTORS
from grader.service.web.rendering import page
from grader.service.web.service import service_of
from grader.service.web.visitor import Form, SignedIn

router = APIRouter(include_in_schema=False)
_SEE_OTHER = 303


@router.get("/courses/{course}/sent-grades")
def show_sent(request: Request, course: str, visitor: SignedIn) -> Response:
    """Every link of the course on a platform, with its grades."""
    with service_of(request).database.reading() as session:
        member, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        states = sent_states(session, row.id)
    return page(
        request, "staff/sent_grades.html", visitor=visitor, member=member, course=row, states=states
    )


@router.post("/courses/{course}/sent-grades/{link}")
def send_now(request: Request, course: str, link: str, visitor: SignedIn, form: Form) -> Response:
    """Have a link's grades sent at once, those included that the platform has declined."""
    with service_of(request).database.writing() as session:
        by, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        states = {each.linked.link.id: each for each in sent_states(session, row.id)}
        if link not in states:
            raise NotFound
        send_again(session, link)
        note(session, row.id, by, "grades.asked", states[link].linked.link.assignment_id)
    return RedirectResponse(f"/courses/{course}/sent-grades", _SEE_OTHER)
