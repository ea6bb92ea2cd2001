"""The pages of a course: its assignments, members, requests and log."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from grader.service import audit_log, jobs, teaching
from grader.service.access import NotFound
from grader.service.credentials import issue_link
from grader.service.database import Database
from grader.service.database_tables import (
    WAITING,
    Assignment,
    Course,
    CourseExercise,
    Heartbeat,
    Job,
    JobState,
    Member,
    Person,
    RegradeRequest,
    Role,
    Submission,
    SubmissionState,
    now,
)
from grader.service.membership import AT_A_TIME, Row, enrol, read_rows
from grader.service.offering import plain
from grader.service.regrade_requests import answer, requests_of
from grader.service.teaching import INSTRUCTORS
from grader.service.web.downloads import download
from grader.service.web.page_language import English
from grader.service.web.problems import sentence
from grader.service.web.rendering import page, tab
from grader.service.web.request_context import SEE_OTHER, base_address, service_of, stored_file
from grader.service.web.staff import fields
from grader.service.web.staff.fields import WholeNumber
from grader.service.web.staff.rules_form import read_rules, written
from grader.service.web.visitor import Form, SignedIn
from grader.util.batched import batched
from grader.util.csv_tables import csv_text, encoding_note
from grader.util.errors import UsageError

router = APIRouter(include_in_schema=False, dependencies=[English])
AT_ONCE = 200
"""Lines of a table on one page."""
_MOST_ROSTER_BYTES = 4 * 2**20
_LOG_LINES = 100
_RECENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Listed:
    """An assignment in the list of a course."""

    assignment: Assignment
    title: str
    asked: int
    handed_in: int
    waiting: int
    failed: int


@router.get("/courses/{course}", openapi_extra=tab("Course", assistants=True))
def show_course(request: Request, course: str, visitor: SignedIn) -> Response:
    """The assignments, and how far the class is with each."""
    with service_of(request).database.reading() as session:
        member, row = teaching.at_course(session, visitor.person, course)
        rows = _assignments(session, row)
        students = _students(session, row)
        waits = _waiting_workers(session, service_of(request).database)
    return page(
        request, "staff/course.html", visitor=visitor, member=member, course=row, rows=rows, waits=waits,
        students=students,
    )  # fmt: skip


@router.get("/courses/{course}/members", openapi_extra=tab("Members", assistants=True))
def show_members(
    request: Request, course: str, visitor: SignedIn, q: str = "", start: WholeNumber = 0
) -> Response:
    """Who is in the course."""
    values = partial(_members, visitor, course, q[:200], start)
    return fields.shown(request, "staff/members.html", values)


@router.post("/courses/{course}/members", max_body_size=_MOST_ROSTER_BYTES)
def add_members(request: Request, course: str, visitor: SignedIn, form: Form) -> Response:
    """Add or change the members of a roster, or one member; the answer holds their links, once."""
    service = service_of(request)
    for_all = fields.text(form, "links") == "all"
    try:
        (rows, remarks), links = _rows(form), list[tuple[str, str, str]]()
        with service.database.reading() as session:
            by, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        _refuse_own_loss(by, rows)
        for part in batched(rows, AT_A_TIME):
            with service.database.writing() as session:
                found = [enrol(session, row, each, by) for each in part]
                remarks += [each.remark for each in found if each.remark]
                new = [each.member for each in found if each.is_new or for_all]
                links += [_new_link(request, session, each) for each in new]
    except UsageError as fault:
        with service.database.reading() as session:
            teaching.at_course(session, visitor.person, course, INSTRUCTORS)
            values = {
                **_members(visitor, course, "", 0, session),
                "refused": sentence(fault),
            }
        return page(request, "staff/members.html", 422, **values)
    if fields.text(form, "answer") == "csv":
        text = csv_text([("id", "name", "link"), *links])
        return download(text, "links.csv", "text/csv; charset=utf-8")
    return page(
        request, "staff/links.html", visitor=visitor, member=by, course=row, links=links,
        changed=len(rows) - len(links), remarks=remarks,
    )  # fmt: skip


@router.post("/courses/{course}/members/{member}/link")
def new_link(request: Request, course: str, member: str, visitor: SignedIn, form: Form) -> Response:
    """A new sign-in link for one member; it is shown once."""
    with service_of(request).database.writing() as session:
        by, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        whose = teaching.of_class(session, row.id, member)
        link = _new_link(request, session, whose)
        audit_log.note(session, row.id, by, "link.issued", whose.id)
    return page(
        request, "staff/links.html", visitor=visitor, member=by, course=row, links=[link], changed=0,
        remarks=[],
    )  # fmt: skip


@router.get("/courses/{course}/offer")
def show_offer(request: Request, course: str, visitor: SignedIn) -> Response:
    """The form that offers an exercise."""
    values = partial(_offer, visitor, course, written(None))
    return fields.shown(request, "staff/offer.html", values)


@router.post("/courses/{course}/offer")
def offer(request: Request, course: str, visitor: SignedIn, form: Form) -> Response:
    """Have a worker read the exercise and offer it."""
    queue = service_of(request).desk.queue

    def do(session: Session) -> str:
        by, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        exercise = fields.text(form, "exercise")
        if exercise not in _exercises(session, row):
            raise UsageError("choose an exercise of the course")
        rules = read_rules(form, now())
        rules.refuse_nonsense()
        arguments = {"exercise": exercise, "rules": plain(rules)}
        return f"/jobs/{jobs.ask(session, queue, by, jobs.OFFER, arguments).id}"

    values = partial(_offer, visitor, course, written(form))
    return fields.answered(request, "staff/offer.html", do, values)


@router.get("/courses/{course}/requests", openapi_extra=tab("Requests", assistants=True))
def show_requests(request: Request, course: str, visitor: SignedIn, show: str = "open") -> Response:
    """What students ask to have looked at again."""
    with service_of(request).database.reading() as session:
        member, row = teaching.at_course(session, visitor.person, course)
        found = requests_of(session, row.id, open_only=show != "all")
    return page(
        request, "staff/requests.html", visitor=visitor, member=member, course=row, requests=found,
        show=show,
    )  # fmt: skip


@router.post("/requests/{asked}")
def answer_request(request: Request, asked: str, visitor: SignedIn, form: Form) -> Response:
    """Answer a request. Points are set on the page of the attempt."""
    with service_of(request).database.writing() as session:
        row = session.get(RegradeRequest, asked)
        if row is None:
            raise NotFound
        by, assignment = teaching.at_assignment(session, visitor.person, row.assignment_id)
        accepted = fields.text(form, "accepted") == "yes"
        answer(session, row, by, accepted, fields.text(form, "answer"))
    if accepted:
        return RedirectResponse(f"/submissions/{row.submission_id}/full#points", SEE_OTHER)
    return RedirectResponse(f"/courses/{assignment.course_id}/requests", SEE_OTHER)


@router.get("/courses/{course}/log", openapi_extra=tab("Log"))
def show_log(
    request: Request, course: str, visitor: SignedIn, before: WholeNumber | None = None
) -> Response:
    """Who did what, the latest first."""
    with service_of(request).database.reading() as session:
        member, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        events = audit_log.events(session, row.id, before, _LOG_LINES + 1)
        names = _names(session, row)
    return page(
        request, "staff/log.html", visitor=visitor, member=member, course=row,
        events=events[:_LOG_LINES], more=len(events) > _LOG_LINES, names=names,
    )  # fmt: skip


@router.get("/jobs/{job}")
def show_job(request: Request, job: str, visitor: SignedIn) -> Response:
    """How far a job is; when an exercise is offered, its page."""
    with service_of(request).database.reading() as session:
        row, member, course = _job(session, visitor, job)
    if row.state is JobState.DONE and row.kind == jobs.OFFER:
        return RedirectResponse(f"/assignments/{row.result['assignment']}/class", SEE_OTHER)
    return page(request, "staff/job.html", visitor=visitor, member=member, course=course, job=row)


@router.get("/jobs/{job}/file")
def job_file(request: Request, job: str, visitor: SignedIn) -> Response:
    """The file that a job made."""
    service = service_of(request)
    with service.database.reading() as session:
        row, _, _ = _job(session, visitor, job)
    if row.state is not JobState.DONE or "file" not in row.result:
        raise NotFound
    return download(stored_file(service, row.result["file"]), row.result["name"])


def _job(session: Session, visitor: SignedIn, id_: str) -> tuple[Job, Member, Course]:
    row = session.get(Job, id_)
    if row is None:
        raise NotFound
    return row, *teaching.at_course(session, visitor.person, row.course_id, INSTRUCTORS)


def _waiting_workers(session: Session, database: Database) -> int:
    """Workers of other machines that take no work, since their course is another one."""
    rows = session.scalars(select(Heartbeat.seen_at).where(Heartbeat.waits.is_not(None))).all()
    moment = database.time(session) if rows else None
    return sum(moment is not None and moment - seen < _RECENT for seen in rows)


def _assignments(session: Session, course: Course) -> list[Listed]:
    """The latest first."""
    states = [
        func.sum(case((Submission.state.in_(which), 1), else_=0))
        for which in (WAITING, (SubmissionState.FAILED,))
    ]
    works = (
        select(Submission.assignment_id, func.count(Submission.member_id.distinct()), *states)
        .join(Submission.member)
        .where(Member.role == Role.STUDENT)
    )
    counts = {
        id_: numbers for id_, *numbers in session.execute(works.group_by(Submission.assignment_id))
    }
    requests = select(RegradeRequest.assignment_id, func.count()).where(
        RegradeRequest.accepted.is_(None)
    )
    asked = dict(session.execute(requests.group_by(RegradeRequest.assignment_id)).all())
    rows = teaching.assignments_of(session, course.id)
    return [
        Listed(row, row.version.page["title"], asked.get(row.id, 0), *counts.get(row.id, (0, 0, 0)))
        for row in rows
    ]


def _students(session: Session, course: Course) -> int:
    query = select(func.count()).where(Member.course_id == course.id, Member.role == Role.STUDENT)
    return session.scalar(query) or 0


def _members(
    visitor: SignedIn, course: str, search: str, start: int, session: Session
) -> dict[str, Any]:
    member, row = teaching.at_course(session, visitor.person, course)
    query = select(Member).join(Member.person).where(Member.course_id == row.id)
    if search:
        query = query.where(
            Person.name.icontains(search, autoescape=True)
            | Member.number.icontains(search, autoescape=True)
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Member.role, func.lower(Person.name), Member.number)
    found = session.scalars(ordered.offset(start).limit(AT_ONCE)).all()
    return {
        "visitor": visitor, "member": member, "course": row, "members": found, "total": total, "start": start,
        "at_once": AT_ONCE, "search": search,
    }  # fmt: skip


def _rows(form: FormData) -> tuple[list[Row], list[str]]:
    """The members that a form names, those of a roster or one, and what to say of the file.

    Raises UsageError for none.
    """
    if (given := fields.file(form, "roster")) is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "roster.csv"
            path.write_bytes(given[1])
            try:
                return read_rows(path), [note] if (note := encoding_note(path)) else []
            except UsageError as fault:  # the path is the service's own
                said = fault.message.replace(f" {path}", "")
                raise UsageError(said, fault.hint) from None
    number = fields.text(form, "id")
    if not number:
        raise UsageError("choose a roster, or write the id of one member")
    word = fields.text(form, "role")
    if word and word not in list(Role):
        raise UsageError(f"the roles are: {', '.join(Role)}")
    name, email = fields.text(form, "name") or None, fields.text(form, "email") or None
    return [Row(number, name, email, Role(word) if word else None)], []


def _refuse_own_loss(by: Member, rows: Sequence[Row]) -> None:
    """Raise UsageError for a roster that takes away the role of whoever imports it."""
    if any(row.number == by.number and row.role not in (None, by.role) for row in rows):
        raise UsageError("this would take away your own role: let another instructor do it")


def _new_link(request: Request, session: Session, member: Member) -> tuple[str, str, str]:
    """A member's id, name, and a new link that signs the person in; links that were not used end."""
    secret = issue_link(session, member.person)
    return member.number, member.person.name, f"{base_address(request)}/sign-in/{secret}"


def _offer(
    visitor: SignedIn, course: str, written: dict[str, str], session: Session
) -> dict[str, Any]:
    member, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
    return {
        "visitor": visitor, "member": member, "course": row, "exercises": _exercises(session, row),
        "written": written,
    }  # fmt: skip


def _exercises(session: Session, course: Course) -> list[str]:
    """Those that can be offered."""
    query = select(CourseExercise.exercise).where(CourseExercise.course_id == course.id)
    return list(session.scalars(query.order_by(CourseExercise.exercise)))


def _names(session: Session, course: Course) -> dict[str, str]:
    """Id of a member -> the member's number, for lines of the log that name one."""
    rows = session.execute(select(Member.id, Member.number).where(Member.course_id == course.id))
    return dict(rows.all())
