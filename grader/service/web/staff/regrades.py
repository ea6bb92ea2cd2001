"""Grading again after the course was changed: begun, looked at, then published or discarded."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service import class_results, regrading, teaching
from grader.service.access import NotFound
from grader.service.database_tables import (
    Assignment,
    Member,
    Regrade,
    RegradeState,
    Submission,
)
from grader.service.teaching import INSTRUCTORS
from grader.service.web.page_language import English
from grader.service.web.rendering import tab
from grader.service.web.request_context import service_of
from grader.service.web.staff import fields
from grader.service.web.visitor import Form, SignedIn
from grader.util.errors import UsageError

router = APIRouter(include_in_schema=False, dependencies=[English])
_MOST_LISTED = 500
_FORM_BYTES = 2**20


@router.get("/assignments/{assignment}/regrades", openapi_extra=tab("Grade again"))
def show_regrades(
    request: Request, assignment: str, visitor: SignedIn, submission: str = "", student: str = ""
) -> Response:
    """The form that begins a regrade, of all or of one student's work; earlier regrades."""
    values = partial(_form, visitor, assignment, submission, student)
    return fields.shown(request, "staff/regrades.html", values)


@router.post("/assignments/{assignment}/regrades", max_body_size=_FORM_BYTES)
def begin(request: Request, assignment: str, visitor: SignedIn, form: Form) -> Response:
    """Begin a regrade of all attempts, of those that count, of some students, or of one attempt."""
    desk = service_of(request).desk

    def do(session: Session) -> str:
        by, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
        # As many students as the form takes: a list that is cut would leave some of them out.
        which = fields.text(form, "which", _FORM_BYTES)
        chosen = _chosen(session, row, fields.text(form, "what"), which)
        order = regrading.Order(row, by, fields.text(form, "reason"))
        return f"/regrades/{regrading.begin(session, desk.queue, order, chosen).id}"

    values = partial(_form, visitor, assignment, "", "")
    return fields.answered(request, "staff/regrades.html", do, values)


@router.get("/regrades/{regrade}")
def show_regrade(request: Request, regrade: str, visitor: SignedIn) -> Response:
    """How far it is, and what it would change."""
    return fields.shown(request, "staff/regrade.html", partial(_regrade, visitor, regrade))


@router.post("/regrades/{regrade}/publish")
def publish(request: Request, regrade: str, visitor: SignedIn, form: Form) -> Response:
    """Have students see the new results."""
    return _ended(request, regrade, visitor, regrading.publish)


@router.post("/regrades/{regrade}/discard")
def discard(request: Request, regrade: str, visitor: SignedIn, form: Form) -> Response:
    """Leave every result as it is."""
    return _ended(request, regrade, visitor, regrading.discard)


def _ended(
    request: Request,
    regrade: str,
    visitor: SignedIn,
    end: Callable[[Session, Regrade, Member], None],
) -> Response:
    """The regrade's page after it was published or discarded, or with why it cannot be."""

    def do(session: Session) -> str:
        row, _, by = _own(session, visitor, regrade)
        end(session, row, by)
        return f"/regrades/{regrade}"

    values = partial(_regrade, visitor, regrade)
    return fields.answered(request, "staff/regrade.html", do, values, 409)


def _chosen(session: Session, row: Assignment, what: str, which: str) -> list[str]:
    """The submissions that a form means; raises UsageError for a student whom there is not."""
    if what == "all":
        query = select(Submission.id).where(Submission.assignment_id == row.id)
        return list(session.scalars(query))
    if what == "counting":
        lines = class_results.lines(session, row)
        return [line.counting.submission.id for line in lines if line.counting is not None]
    numbers = list(dict.fromkeys(filter(None, map(str.strip, re.split("[,;\n]", which)))))
    if what == "attempt":
        return numbers[:1]
    if what != "students" or not numbers:
        raise UsageError("say what is to be graded again; for some students, write their ids")
    class_ = select(Member.number, Member.id).where(Member.course_id == row.course_id)
    members = dict(session.execute(class_).all())
    if unknown := [number for number in numbers if number not in members]:
        raise UsageError(f"there is no member {unknown[0]!r} in this course")
    wanted = {members[number] for number in numbers}
    rows = select(Submission.id, Submission.member_id).where(Submission.assignment_id == row.id)
    return [id_ for id_, member in session.execute(rows) if member in wanted]


def _form(
    visitor: SignedIn, assignment: str, submission: str, student: str, session: Session
) -> dict[str, Any]:
    member, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
    return {
        "visitor": visitor, "submission": submission, "student": student,
        "member": member, "assignment": row, "regrades": regrading.regrades(session, row.id),
        "exercise_page": row.version.page,
    }  # fmt: skip


def _own(session: Session, visitor: SignedIn, id_: str) -> tuple[Regrade, Assignment, Member]:
    row = session.get(Regrade, id_)
    if row is None:
        raise NotFound
    member, assignment = teaching.at_assignment(
        session, visitor.person, row.assignment_id, INSTRUCTORS
    )
    return row, assignment, member


def _regrade(visitor: SignedIn, id_: str, session: Session) -> dict[str, Any]:
    row, assignment, member = _own(session, visitor, id_)
    return {
        "visitor": visitor, "member": member, "assignment": assignment, "regrade": row,
        "exercise_page": assignment.version.page,
        "difference": regrading.difference(session, row), "most_listed": _MOST_LISTED,
        "is_open": row.state in (RegradeState.RUNNING, RegradeState.READY),
    }  # fmt: skip
