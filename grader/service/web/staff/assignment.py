"""The pages of an assignment: the class on it, one student, the rules, exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.service import access, class_results, exporting, jobs, standing, teaching
from grader.service.audit_log import note
from grader.service.class_results import Line
from grader.service.database_tables import (
    Assignment,
    Extension,
    Job,
    Member,
    Person,
    Result,
    Submission,
)
from grader.service.offering import More, change_rules, end_extension, set_extension
from grader.service.rules import Rules, window
from grader.service.teaching import INSTRUCTORS
from grader.service.web.following import news_event
from grader.service.web.page_language import English
from grader.service.web.rendering import page, tab
from grader.service.web.request_context import service_of
from grader.service.web.staff import fields
from grader.service.web.staff.course import AT_ONCE
from grader.service.web.staff.fields import MOST_ROWS, WholeNumber
from grader.service.web.staff.rules_form import read_rules, written
from grader.service.web.student_pages import assignment_values
from grader.service.web.visitor import Form, SignedIn
from grader.util.errors import UsageError
from grader.util.language import speaking

router = APIRouter(include_in_schema=False, dependencies=[English])
_MOST_TEMPLATE_BYTES = 8 * 2**20
_LONGEST_SEARCH = 200
_SHOWN: dict[str, Callable[[Line], bool]] = {
    "all": lambda line: True,
    "handed-in": lambda line: bool(line.attempts),
    "missing": lambda line: not line.attempts,
    "late": lambda line: line.counting is not None and line.counting.is_late,
    "waiting": lambda line: line.waits,
    "uploaded": lambda line: line.upload is not None,
    "look": lambda line: bool(line.attempts) and line.points is None and not line.waits,
}
"""What the table of students can be narrowed to."""
_ORDERS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: line.member.person.name.casefold(),
    "points": lambda line: (line.points is None, line.points or 0),
    "received": lambda line: (
        line.counting is None,
        "" if line.counting is None else line.counting.submission.received_at.isoformat(),
    ),
}


class Table(BaseModel):
    """What a page shows of the table of students: which of them, of what name or id, in what order, from where.

    A word that means nothing is as none: an address may be old.
    """

    show: Annotated[str, AfterValidator(lambda word: word if word in _SHOWN else "all")] = "all"
    q: Annotated[str, AfterValidator(lambda q: q[:_LONGEST_SEARCH])] = ""
    order: Annotated[str, AfterValidator(lambda word: word if word in _ORDERS else "name")] = "name"
    start: int = Field(0, ge=0, lt=MOST_ROWS)

    def of(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that are asked for, in their order, from the first on."""
        wanted = self.q.casefold()
        chosen = [
            line for line in lines
            if _SHOWN[self.show](line)
            and any(
                wanted in text.casefold() for text in (line.member.person.name, line.member.number)
            )
        ]  # fmt: skip
        return sorted(chosen, key=_ORDERS[self.order])


@router.get("/assignments/{assignment}/class", openapi_extra=tab("Class", assistants=True))
def show_class(
    request: Request, assignment: str, visitor: SignedIn, table: Annotated[Table, Query()]
) -> Response:
    """Who has handed in, with points; what the class got wrong."""
    service = service_of(request)
    with service.database.reading() as session:
        member, row = teaching.at_assignment(session, visitor.person, assignment)
        lines = class_results.lines(session, row)
        overview = service.overviews.values(session, row, lines)
        values = _of(member, row)
        seen = _results(session, row)
        forgotten = access.forgotten_uploads(session, row)
    asked = table.of(lines)
    counts = {name: sum(map(test, lines)) for name, test in _SHOWN.items()}
    return page(
        request, "staff/class.html", visitor=visitor, **values, overview=overview,
        lines=asked[table.start : table.start + AT_ONCE], total=len(asked), at_once=AT_ONCE,
        start=table.start, show=table.show, q=table.q, order=table.order, counts=counts, seen=seen,
        forgotten=forgotten,
    )  # fmt: skip


@router.get("/assignments/{assignment}/class/events")
async def follow_class(
    request: Request, assignment: str, visitor: SignedIn, seen: WholeNumber = 0
) -> StreamingResponse:
    """An event when there are more results than a page has shown."""
    service = service_of(request)

    def news() -> int:
        with service.database.reading() as session:
            _, row = teaching.at_assignment(session, visitor.person, assignment)
            return max(0, _results(session, row) - seen)

    return await news_event(news)


@router.get("/assignments/{assignment}/class/{member}")
def show_student(request: Request, assignment: str, member: str, visitor: SignedIn) -> Response:
    """One student's attempts, and what the student was given beyond the rules."""
    return fields.shown(
        request, "staff/student.html", partial(_student, visitor, assignment, member)
    )


@router.post("/assignments/{assignment}/class/{member}/extension")
def extend(
    request: Request, assignment: str, member: str, visitor: SignedIn, form: Form
) -> Response:
    """Give one student more time or attempts, or end that."""

    def do(session: Session) -> str:
        by, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
        whose = teaching.of_class(session, row.course_id, member)
        if fields.text(form, "do") == "end":
            end_extension(session, row, whose, by)
        else:
            more = More(
                fields.time(form, "until", "Until"),
                fields.whole(form, "extra_attempts", "More attempts") or 0,
                fields.text(form, "reason"),
            )
            set_extension(session, row, whose, more, by)
        return f"/assignments/{assignment}/class/{member}"

    values = partial(_student, visitor, assignment, member)
    return fields.answered(request, "staff/student.html", do, values)


@router.get("/assignments/{assignment}/class/{member}/seen")
def show_as_student(request: Request, assignment: str, member: str, visitor: SignedIn) -> Response:
    """The assignment's page as this student sees it."""
    with service_of(request).database.reading() as session:
        _, row = teaching.at_assignment(session, visitor.person, assignment)
        whose = teaching.of_class(session, row.course_id, member)
        values = assignment_values(session, whose, assignment)
    seen_as = whose.person, f"/assignments/{assignment}/class/{member}"
    with speaking(service_of(request).language.catalogue()):
        return page(request, "assignment.html", visitor=visitor, seen_as=seen_as, **values)


@router.get("/assignments/{assignment}/rules", openapi_extra=tab("Rules"))
def show_rules(request: Request, assignment: str, visitor: SignedIn) -> Response:
    """The form with the rules of the assignment."""
    return fields.shown(request, "staff/rules.html", partial(_rules, visitor, assignment))


@router.post("/assignments/{assignment}/rules")
def set_rules(request: Request, assignment: str, visitor: SignedIn, form: Form) -> Response:
    """Change the rules."""

    def do(session: Session) -> str:
        by, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
        change_rules(session, row, read_rules(form, row.opens_at), by)
        return f"/assignments/{assignment}/class"

    def values(session: Session) -> dict[str, Any]:
        return {**_rules(visitor, assignment, session), "written": written(form)}

    return fields.answered(request, "staff/rules.html", do, values)


@router.get("/assignments/{assignment}/exports", openapi_extra=tab("Exports"))
def show_exports(request: Request, assignment: str, visitor: SignedIn) -> Response:
    """The form that asks for an export, and the exports that were made."""
    return fields.shown(request, "staff/exports.html", partial(_exports, visitor, assignment))


@router.post("/assignments/{assignment}/exports", max_body_size=_MOST_TEMPLATE_BYTES)
def export(request: Request, assignment: str, visitor: SignedIn, form: Form) -> Response:
    """Have a worker make an export. It takes a class's results out of the service: the log says who did it."""
    desk = service_of(request).desk

    def do(session: Session) -> str:
        by, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
        arguments: dict[str, Any] = {
            "assignment": row.id,
            "format": fields.text(form, "format"),
            "points": fields.number(form, "points", "Points of the column"),
            "platform": fields.text(form, "platform") or None,
            "column": fields.text(form, "column") or None,
        }
        if arguments["format"] not in exporting.formats():
            raise UsageError("choose a format")
        if (template := fields.file(form, "template")) is not None:
            arguments["template"] = desk.files.put([template[1]]).sha256
        job = jobs.ask(session, desk.queue, by, jobs.EXPORT, arguments)
        note(session, row.course_id, by, "results.exported", row.id, format=arguments["format"])
        return f"/jobs/{job.id}"

    values = partial(_exports, visitor, assignment)
    return fields.answered(request, "staff/exports.html", do, values)


def _of(member: Member, row: Assignment) -> dict[str, Any]:
    return {"member": member, "assignment": row, "exercise_page": row.version.page}


def _student(visitor: SignedIn, assignment: str, member: str, session: Session) -> dict[str, Any]:
    by, row = teaching.at_assignment(session, visitor.person, assignment)
    whose = teaching.of_class(session, row.course_id, member)
    extension = standing.extension_of(session, row.id, whose.id)
    return {
        **_of(by, row), "visitor": visitor, "whose": whose, "extension": extension,
        "window": window(Rules.of(row), extension),
        "attempts": standing.own_attempts(session, row, whose.id),
        "upload": access.waiting_upload(session, whose, row.id),
    }  # fmt: skip


def _exports(visitor: SignedIn, assignment: str, session: Session) -> dict[str, Any]:
    by, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
    query = select(Job).where(Job.course_id == row.course_id, Job.kind == jobs.EXPORT)
    made: Sequence[Job] = session.scalars(query.order_by(Job.created_at.desc()).limit(50)).all()
    own = [job for job in made if job.arguments.get("assignment") == row.id]
    return {
        **_of(by, row), "visitor": visitor, "formats": exporting.formats(), "jobs": own[:10],
        "platforms": exporting.platforms(), "filled_in": exporting.filled_in(),
    }  # fmt: skip


def _rules(visitor: SignedIn, assignment: str, session: Session) -> dict[str, Any]:
    by, row = teaching.at_assignment(session, visitor.person, assignment, INSTRUCTORS)
    extensions = session.scalars(
        select(Extension)
        .join(Extension.member)
        .join(Member.person)
        .where(Extension.assignment_id == row.id)
        .order_by(Person.name)
    ).all()
    return {
        **_of(by, row), "visitor": visitor, "written": written(Rules.of(row)),
        "extensions": extensions,
    }  # fmt: skip


def _results(session: Session, row: Assignment) -> int:
    """How many results there are."""
    query = (
        select(func.count())
        .select_from(Result)
        .join(Submission, Submission.id == Result.submission_id)
        .where(Submission.assignment_id == row.id)
    )
    return session.scalar(query) or 0
