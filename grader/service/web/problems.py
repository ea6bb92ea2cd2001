"""Errors of the API as problem documents (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
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


def add_handlers(app: FastAPI) -> None:
    """Have every error of ``app`` answered by a problem document."""

    @app.exception_handler(Problem)
    def problem(request: Request, fault: Problem) -> Response:
        return fault.answer(request)

    @app.exception_handler(SignInNeeded)
    def unknown(request: Request, fault: SignInNeeded) -> Response:
        place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return page(
            request, "unknown.html", 401, providers=list(request.app.state.service.providers.values()),
            to=place if request.method == "GET" else "/",
        )  # fmt: skip

    @app.exception_handler(NotFound)
    def nothing(request: Request, fault: NotFound) -> Response:
        return not_found().answer(request)

    @app.exception_handler(Refused)
    def refused(request: Request, fault: Refused) -> Response:
        status = 422 if fault.kind in _WRONG_CONTENT else 409
        return Problem(status, fault.kind, str(fault)).answer(request)

    @app.exception_handler(LaunchRefused)
    def not_launched(request: Request, fault: LaunchRefused) -> Response:
        _log.warning("launch refused: %s", fault.word)
        answer = page(
            request, "launch_refused.html", fault.status, text=fault.text, word=fault.word
        )
        # Nothing on it can be pressed, so any page may frame it: else nobody would see why.
        answer.headers["content-security-policy"] = policy("*")
        return answer

    @app.exception_handler(UsageError)
    def wrong(request: Request, fault: UsageError) -> Response:
        text = f"{fault.message[:1].upper()}{fault.message[1:]}."
        return Problem(422, "invalid-request", text).answer(request)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, fault: RequestValidationError) -> Response:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Problem(422, "invalid-request", f"{place}: {first['msg']}").answer(request)

    @app.exception_handler(HTTPException)
    def http(request: Request, fault: HTTPException) -> Response:
        if fault.status_code == 404:
            return not_found().answer(request)
        if fault.status_code == 413:
            return too_large().answer(request)
        kind = HTTPStatus(fault.status_code).phrase.lower().replace(" ", "-")
        return Problem(fault.status_code, kind, str(fault.detail), fault.headers).answer(request)

    @app.exception_handler(SQLAlchemyError)
    def database(request: Request, fault: SQLAlchemyError) -> Response:
        if not is_outage(fault):
            raise fault
        _log.error("the database does not answer: %s", type(fault).__name__)
        return _database_fails().answer(request)

    @app.exception_handler(OSError)
    def disk(request: Request, fault: OSError) -> Response:
        _log.error("a file cannot be kept or read: %s", fault)
        return _disk_fails(request.method).answer(request)

    @app.exception_handler(Exception)
    def ours(request: Request, fault: Exception) -> Response:
        # Faults are answered outside of what chooses the language, which may have failed itself.
        with speaking(app.state.service.language.last):
            text = gettext("The service has a fault. It was written down.")
            return Problem(500, "fault", text).answer(request)


def _unavailable(text: str) -> Problem:
    return Problem(503, "unavailable", text, {"retry-after": "30"})


def _disk_fails(method: str) -> Problem:
    """Files are kept before the rows that name them, so nothing was accepted."""
    if method == "GET":
        return _unavailable(
            gettext("The service cannot read what it keeps at the moment. Try again later.")
        )
    return _unavailable(
        gettext(
            "The service cannot keep anything at the moment. Nothing was accepted: try again later."
        )
    )


def _database_fails() -> Problem:
    """The database may have kept the rows, and failed before it could say so."""
    return _unavailable(
        gettext(
            "The service cannot keep anything at the moment. Try again later. If you were handing in, look at "
            "your attempts first: the last one may have arrived."
        )
    )
