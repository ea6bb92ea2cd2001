"""Errors of the API as problem documents (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError, SQLAlchemyError
from starlette.exceptions import HTTPException

from grader.service.access import NotFound
from grader.service.database import is_outage
from grader.service.hand_in import Refused
from grader.service.lti.refusal import LaunchRefused
from grader.service.web.policy import policy
from grader.service.web.rendering import page
from grader.util.errors import UsageError
from grader.util.language import gettext, speaking

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:numpy-grader:problem:"
_FOR_PROGRAMS = ("/api/", "/healthz", "/metrics")
_WRONG_CONTENT = ("no-file", "key-used", "no-function", "no-text", "too-long")
_log = logging.getLogger(__name__)

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "What kind of problem it is."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened here, in a sentence."},
    },
}


class SignInNeeded(Exception):
    """Nobody is signed in, so there is nothing to show yet."""


class Problem(Exception):
    """An error with its status, kind and sentence."""

    def __init__(
        self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers = dict(headers or {})

    def answer(self, request: Request) -> Response:
        """A problem document for programs, a page for browsers."""
        if request.url.path.startswith(_FOR_PROGRAMS):
            return self.response()
        answer = page(request, "error.html", self.status, detail=self.detail)
        answer.headers.update(self.headers)
        return answer

    def response(self) -> Response:
        """The problem document."""
        content = {
            "type": _TYPE + self.kind,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        return JSONResponse(content, self.status, self.headers, MEDIA_TYPE)


def not_found() -> Problem:
    """The answer for what is not there, and for what the caller may not see."""
    return Problem(404, "not-found", gettext("There is nothing here for you."))


def too_large() -> Problem:
    """The answer to a body that is too large."""
    return Problem(413, "too-large", gettext("This is more than is accepted at once."))


def too_often(seconds: int) -> Problem:
    """The answer to somebody who hands in too often."""
    text = gettext("You hand in too often. Try again in {seconds} seconds.", seconds=seconds)
    return Problem(429, "too-often", text, {"retry-after": str(seconds)})


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a route with these statuses, for the OpenAPI document."""
    content = {MEDIA_TYPE: {"schema": SCHEMA}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def sentence(fault: UsageError) -> str:
    """What a UsageError says, as a sentence on a page."""
    said = fault.message if fault.hint is None else f"{fault.message}: {fault.hint}"
    return f"{said[:1].upper()}{said[1:]}".rstrip(".") + "."


def add_handlers(app: FastAPI) -> None:
    """Have every error of ``app`` answered: by a problem document for programs, by a page for browsers."""
    for kind, problem_of in _PROBLEMS.items():
        app.add_exception_handler(kind, partial(_answered, problem_of))
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(LaunchRefused, _not_launched)
    app.add_exception_handler(Exception, _ours)


def _answered(
    problem_of: Callable[[Request, Any], Problem], request: Request, fault: Exception
) -> Response:
    return problem_of(request, fault).answer(request)


def _sign_in(request: Request, fault: Exception) -> Response:
    place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return page(
        request, "unknown.html", 401, providers=list(request.app.state.service.providers.values()),
        to=place if request.method == "GET" else "/",
    )  # fmt: skip


def _not_launched(request: Request, fault: Any) -> Response:
    _log.warning("launch refused: %s", fault.word)
    answer = page(request, "launch_refused.html", fault.status, text=fault.text, word=fault.word)
    # Nothing on it can be pressed, so any page may frame it: else nobody would see why.
    answer.headers["content-security-policy"] = policy("*")
    return answer


def _ours(request: Request, fault: Exception) -> Response:
    # Faults are answered outside of what chooses the language, which may have failed itself.
    with speaking(request.app.state.service.language.last):
        text = gettext("The service has a fault. It was written down.")
        return Problem(500, "fault", text).answer(request)


def _invalid(request: Request, fault: RequestValidationError) -> Problem:
    first = fault.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return Problem(422, "invalid-request", f"{place}: {first['msg']}")


def _of_http(request: Request, fault: HTTPException) -> Problem:
    if fault.status_code == 404:
        return not_found()
    if fault.status_code == 413:
        return too_large()
    kind = HTTPStatus(fault.status_code).phrase.lower().replace(" ", "-")
    return Problem(fault.status_code, kind, str(fault.detail), fault.headers)


def _unavailable(text: str) -> Problem:
    return Problem(503, "unavailable", text, {"retry-after": "30"})


def _disk_fails(request: Request, fault: OSError) -> Problem:
    """Files are kept before the rows that name them, so nothing was accepted."""
    _log.error("a file cannot be kept or read: %s", fault)
    if request.method == "GET":
        return _unavailable(
            gettext("The service cannot read what it keeps at the moment. Try again later.")
        )
    return _unavailable(
        gettext(
            "The service cannot keep anything at the moment. Nothing was accepted: try again later."
        )
    )


def _database_fails(request: Request, fault: SQLAlchemyError) -> Problem:
    """The database may have kept the rows, and failed before it could say so."""
    if isinstance(fault, DataError):  # PostgreSQL keeps no text with a zero, and finds none
        if request.method == "GET":
            return not_found()
        text = gettext("This text has characters that cannot be kept.")
        return Problem(422, "invalid-request", text)
    if not is_outage(fault):
        raise fault
    _log.error("the database does not answer: %s", type(fault).__name__)
    return _unavailable(
        gettext(
            "The service cannot keep anything at the moment. Try again later. If you were handing in, look at "
            "your attempts first: the last one may have arrived."
        )
    )


_PROBLEMS: dict[type[Exception], Callable[[Request, Any], Problem]] = {
    Problem: lambda request, fault: fault,
    NotFound: lambda request, fault: not_found(),
    Refused: lambda request, fault: Problem(
        422 if fault.kind in _WRONG_CONTENT else 409, fault.kind, str(fault)
    ),
    UsageError: lambda request, fault: Problem(422, "invalid-request", sentence(fault)),
    RequestValidationError: _invalid,
    HTTPException: _of_http,
    OSError: _disk_fails,
    SQLAlchemyError: _database_fails,
}
