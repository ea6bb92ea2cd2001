"""One attempt as an instructor sees it: the whole report, the files, points that a person sets."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.report.pages import whole_values
from grader.report.report_file import parse_report, report_bytes
from grader.service import access, overriding, regrading, standing, teaching
from grader.service.database_tables import Result, Submission, SubmittedFile
from grader.service.overriding import NewPoints
from grader.service.regrade_requests import own_requests
from grader.service.teaching import INSTRUCTORS
from grader.service.web.downloads import download
from grader.service.web.page_language import English
from grader.service.web.receiving import Position
from grader.service.web.request_context import service_of, stored_file
from grader.service.web.staff import fields
from grader.service.web.visitor import Form, SignedIn
from grader.util.errors import UsageError

router = APIRouter(include_in_schema=False, dependencies=[English])


@router.get("/submissions/{submission}/full")
def show_whole(request: Request, submission: str, visitor: SignedIn) -> Response:
    """The report with everything that students do not see, and what persons have changed."""
    return fields.shown(request, "staff/work.html", partial(_values, visitor, submission))


@router.get("/submissions/{submission}/report.json")
def report_file(request: Request, submission: str, visitor: SignedIn) -> Response:
    """The instructor's report, as `grader grade` writes it."""
    with service_of(request).database.reading() as session:
        _, _, row = teaching.at_submission(session, visitor.person, submission)
        report = access.report_of(session, row)
    if report is None:
        raise access.NotFound
    return download(report_bytes(report), f"report-{row.id}.json", "application/json")


@router.get("/submissions/{submission}/files/{position}")
def submitted_file(
    request: Request, submission: str, position: Position, visitor: SignedIn
) -> Response:
    """A file as it was handed in: for the staff, and for whoever handed it in."""
    service = service_of(request)
    with service.database.reading() as session:
        _, row = access.seen(session, visitor.person, Submission, submission)
        file = session.get(SubmittedFile, (row.id, position))
    if file is None:
        raise access.NotFound
    return download(stored_file(service, file.sha256), file.name)


@router.post("/submissions/{submission}/points")
def set_points(request: Request, submission: str, visitor: SignedIn, form: Form) -> Response:
    """Set the points of a function or of the whole, or take that back."""

    def do(session: Session) -> str:
        by, _, row = teaching.at_submission(session, visitor.person, submission, INSTRUCTORS)
        score = None
        if fields.text(form, "do") != "withdraw":
            score = fields.number(form, "points", "Points")
            if score is None:
                raise UsageError("write how many points it is worth")
        new = NewPoints(fields.text(form, "function"), score, fields.text(form, "reason"))
        overriding.set_points(session, row, new, by, access.report_of(session, row))
        return f"/submissions/{submission}/full#points"

    values = partial(_values, visitor, submission)
    return fields.answered(request, "staff/work.html", do, values)


def _values(visitor: SignedIn, submission: str, session: Session) -> dict[str, Any]:
    member, assignment, row = teaching.at_submission(session, visitor.person, submission)
    report = access.report_of(session, row)
    if report is None and (result := standing.latest_result(session, row.id)) is not None:
        # It says what the grader failed on.
        report = standing.with_facts(parse_report(result.report), row)
    attempts = standing.own_attempts(session, assignment, row.member_id)
    return {
        "visitor": visitor,
        "member": member, "assignment": assignment, "row": row, "whose": row.member,
        "exercise_page": assignment.version.page,
        "attempt": next(each for each in attempts if each.submission.id == row.id),
        "attempts": attempts,
        "files": row.files,
        "results": session.execute(
            select(Result.number, Result.score, Result.max_score, Result.created_at,
                   Result.exercise_version)
            .where(Result.submission_id == row.id)
            .order_by(Result.number)
        ).all(),
        "in_force": overriding.in_force(session, row),
        "history": overriding.history(session, row),
        "asked": [each for each in own_requests(session, row) if each.submission_id == row.id],
        "again": regrading.graded_again(session, row),
        "whole": None if report is None else whole_values(report),
    }  # fmt: skip
