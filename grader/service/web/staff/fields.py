"""What forms hold, read into values. A field that cannot be read is a UsageError that names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from grader.service.web.problems import sentence
from grader.service.web.rendering import page
from grader.service.web.request_context import SEE_OTHER, service_of
from grader.util.errors import UsageError

_LONGEST = 4000
MOST_ROWS = 2**31
"""Databases take no larger number of a line or a row."""
WholeNumber = Annotated[int, Query(ge=0, lt=MOST_ROWS)]
"""Of a line or a row, in an address."""


def shown(request: Request, template: str, values: Callable[[Session], dict[str, Any]]) -> Response:
    """The page of a template.

    Args:
        values: what it prints.
    """
    with service_of(request).database.reading() as session:
        printed = values(session)
    return page(request, template, **printed)


def answered(
    request: Request,
    template: str,
    do: Callable[[Session], str],
    values: Callable[[Session], dict[str, Any]],
    status: int = 422,
) -> Response:
    """Do what a form asks for, and lead on; where it is refused, show its page again with why.

    Args:
        do: changes the database and returns the next page's address; raises UsageError.
        values: what the template prints.
        status: of the page that is shown again.
    """
    database = service_of(request).database
    try:
        with database.writing() as session:
            place = do(session)
    except UsageError as fault:
        with database.reading() as session:
            printed = {**values(session), "refused": sentence(fault)}
        return page(request, template, status, **printed)
    return RedirectResponse(place, SEE_OTHER)


def text(form: FormData, name: str, longest: int = _LONGEST) -> str:
    """The text of a field without blanks around it; "" where there is none."""
    value = form.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def time(form: FormData, name: str, label: str) -> datetime | None:
    """A time in UTC, as browsers send the field of one; None for an empty field."""
    written = text(form, name)
    if not written:
        return None
    try:
        value = datetime.fromisoformat(written)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{label}: {written!r} is not a time such as 2026-12-01 23:59") from None


def number(form: FormData, name: str, label: str) -> float | None:
    """A number; None for an empty field."""
    written = text(form, name).replace(",", ".")
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or "_" in written:
        raise UsageError(f"{label}: {written!r} is not a number")
    return value


def whole(form: FormData, name: str, label: str) -> int | None:
    """A whole number; None for an empty field."""
    value = number(form, name, label)
    if value is None:
        return None
    if value != int(value):
        raise UsageError(f"{label}: {value:g} is not a whole number")
    return int(value)


def file(form: FormData, name: str) -> tuple[str, bytes] | None:
    """The name and the contents of a file; None where none was chosen."""
    value = form.get(name)
    if not isinstance(value, UploadFile) or not value.filename:
        return None
    value.file.seek(0)
    return value.filename, value.file.read()
