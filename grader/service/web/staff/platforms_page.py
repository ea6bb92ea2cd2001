"""The page of the learning platforms that launch a course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from grader.service import credentials, teaching
from grader.service.audit_log import note
from grader.service.database_tables import Member
from grader.service.lti import keys, platforms
from grader.service.lti.platforms import Registration
from grader.service.lti.registration import Addresses
from grader.service.teaching import INSTRUCTORS
from grader.service.web.page_language import English
from grader.service.web.rendering import page, tab
from grader.service.web.request_context import SEE_OTHER, base_address, service_of
from grader.service.web.staff import fields
from grader.service.web.visitor import Form, SignedIn

router = APIRouter(include_in_schema=False, dependencies=[English], prefix="/courses/{course}")
_FIELDS = (
    "title", "issuer", "client_id", "deployment", "auth_url", "token_url", "jwks_url", "origin",
    "match",
)  # fmt: skip


@router.get("/platforms", openapi_extra=tab("Platforms"))
def show_platforms(request: Request, course: str, visitor: SignedIn) -> Response:
    """The platforms, their courses, and the addresses that a platform asks for."""
    return fields.shown(request, "staff/platforms.html", partial(_values, request, visitor, course))


@router.post("/platforms")
def add_platform(request: Request, course: str, visitor: SignedIn, form: Form) -> Response:
    """Register a platform by hand."""

    def do(session: Session) -> str:
        by, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        platforms.add(session, row, _registration(form), by)
        return f"/courses/{course}/platforms"

    def values(session: Session) -> dict[str, Any]:
        said = {name: fields.text(form, name) for name in _FIELDS}
        return {**_values(request, visitor, course, session), "written": said}

    return fields.answered(request, "staff/platforms.html", do, values)


@router.post("/platforms/registration")
def make_address(request: Request, course: str, visitor: SignedIn, form: Form) -> Response:
    """Show an address at which a platform registers itself, once."""
    with service_of(request).database.writing() as session:
        by, _ = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
        secret = credentials.issue_registration(session, by)
        note(session, course, by, "registration.issued")
        values = _values(request, visitor, course, session)
    values["address"] = f"{values['addresses'].base}/lti/register/{secret}"
    return page(request, "staff/platforms.html", **values)


@router.post("/platforms/keys")
def rotate_keys(request: Request, course: str, visitor: SignedIn, form: Form) -> Response:
    """Make a new key, which signs from tomorrow on."""
    with _instructing(request, visitor, course) as (session, by):
        keys.rotate(session)
        note(session, course, by, "keys.rotated")
    return _back(course)


@router.post("/platforms/{platform}/remove")
def remove_platform(
    request: Request, course: str, platform: str, visitor: SignedIn, form: Form
) -> Response:
    """Have a platform launch nothing any more."""
    with _instructing(request, visitor, course) as (session, by):
        platforms.remove(session, platforms.platform_of(session, course, platform), by)
    return _back(course)


@router.post("/platforms/{platform}/roster")
def set_matching(
    request: Request, course: str, platform: str, visitor: SignedIn, form: Form
) -> Response:
    """Say whether a platform's students are found in the roster by id or e-mail address."""
    with _instructing(request, visitor, course) as (session, by):
        row = platforms.platform_of(session, course, platform)
        row.matches_roster = fields.text(form, "match") == "yes"
        note(session, course, by, "platform.matching", row.id, on=row.matches_roster)
    return _back(course)


@router.post("/contexts/{context}/accept")
def accept_context(
    request: Request, course: str, context: str, visitor: SignedIn, form: Form
) -> Response:
    """Have the people of a course on a platform be members of this one."""
    with _instructing(request, visitor, course) as (session, by):
        platforms.accept(session, platforms.context_of(session, course, context), by)
    return _back(course)


@router.post("/contexts/{context}/release")
def release_context(
    request: Request, course: str, context: str, visitor: SignedIn, form: Form
) -> Response:
    """Have a course on a platform lead here no more."""
    with _instructing(request, visitor, course) as (session, by):
        platforms.release(session, platforms.context_of(session, course, context), by)
    return _back(course)


@contextmanager
def _instructing(
    request: Request, visitor: SignedIn, course: str
) -> Iterator[tuple[Session, Member]]:
    """A session that changes the course, and the instructor who does; raises NotFound for anybody else."""
    with service_of(request).database.writing() as session:
        yield session, teaching.at_course(session, visitor.person, course, INSTRUCTORS)[0]


def _back(course: str) -> Response:
    return RedirectResponse(f"/courses/{course}/platforms", SEE_OTHER)


def _registration(form: FormData) -> Registration:
    said = {name: fields.text(form, name) for name in _FIELDS}
    return Registration(
        issuer=said["issuer"],
        client_id=said["client_id"],
        auth_url=said["auth_url"],
        token_url=said["token_url"],
        jwks_url=said["jwks_url"],
        title=said["title"],
        origins=(said["origin"],) if said["origin"] else (),
        deployments=(said["deployment"],) if said["deployment"] else (),
        matches_roster=said["match"] == "yes",
    )


def _values(request: Request, visitor: SignedIn, course: str, session: Session) -> dict[str, Any]:
    member, row = teaching.at_course(session, visitor.person, course, INSTRUCTORS)
    found = platforms.platforms_of(session, row.id)
    return {
        "visitor": visitor,
        "member": member,
        "course": row,
        "rows": [(platform, platforms.deployments_of(session, platform)) for platform in found],
        "contexts": platforms.contexts_of(session, row.id),
        "addresses": Addresses(base_address(request)),
        "address": None,
        "written": dict.fromkeys(_FIELDS, ""),
    }
