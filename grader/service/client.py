"""The API as a program asks it. Only the standard library: who hands in or grades has no service installed."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from grader.service.addresses import is_confidential
from grader.util.errors import GraderError, UsageError

VARIABLE = "GRADER_TOKEN"
_TIMEOUT = 60.0
_TRIES, _FIRST_PAUSE = 5, 0.5
_POLL_SECONDS, _MOST_SECONDS = 0.5, 900.0
_LOOK_SECONDS = 20.0
_LARGEST_ANSWER = 128 * 2**20


@dataclass(frozen=True, slots=True)
class Place:
    """Where an assignment is: the service's address, and the assignment's id."""

    base: str
    assignment: str

    @classmethod
    def of(cls, url: str) -> Place:
        """Parse URL/assignment, also as the address of the assignment's page; raises UsageError."""
        parts = urlsplit(url)
        above, _, assignment = parts.path.rstrip("/").rpartition("/")
        if parts.scheme not in ("http", "https") or not parts.netloc or not assignment:
            raise UsageError(
                f"{url} is not the address of an assignment",
                hint="it looks like https://grader.example.org/assignments/regularization-3f9a12",
            )
        if parts.scheme == "http" and not is_confidential(url):
            raise UsageError(
                "over http, others on the network could read your token and your work",
                hint="write https:// in the address",
            )
        above = above.removesuffix("/assignments")
        return cls(urlunsplit((parts.scheme, parts.netloc, above, "", "")), assignment)


class Client:
    """One member at one service, for one assignment.

    Args:
        patient: wait where the service says that it is asked too often, instead of saying so.
    """

    def __init__(self, place: Place, token: str, patient: bool = False) -> None:
        self._place, self._token, self._patient = place, token, patient
        # An address that the service redirects to does not get the token.
        self._opener = urllib.request.build_opener(_NoRedirect)

    def upload(self, files: Sequence[Path]) -> dict[str, Any]:
        """Send files to be looked at and return the service's answer: nothing is handed in yet.

        After a lost connection they are sent again, and take the place of what was sent before. Raises
        UsageError for a file that cannot be read or is refused, GraderError where the service does not
        answer.
        """
        boundary = f"----grader-{secrets.token_hex(16)}"
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        body = b"".join(_form(files, boundary))
        return self._ask(f"{self._assignment}/uploads", body, headers)

    def recognised(self, upload: str) -> dict[str, Any] | None:
        """Return what is recognised in an upload; None where no worker has looked within some seconds."""
        end = time.monotonic() + _LOOK_SECONDS
        while time.monotonic() < end:
            found: dict[str, Any] | None = self._ask(_upload(upload))["recognised"]
            if found is not None:
                return found
            time.sleep(_POLL_SECONDS)
        return None

    def confirm(self, upload: str) -> dict[str, Any]:
        """Hand in an upload and return the service's answer. It counts once, also when it is asked again.

        Raises as `upload` does.
        """
        return self._ask(f"{_upload(upload)}/submission", b"")

    def result(self, submission: str) -> dict[str, Any]:
        """Wait for the result of a submission and return it; raises GraderError after 15 minutes."""
        end = time.monotonic() + _MOST_SECONDS
        while time.monotonic() < end:
            answer = self._ask(f"/api/v1/submissions/{quote(submission, safe='')}")
            if answer["status"] in ("graded", "failed"):
                return answer
            time.sleep(_POLL_SECONDS)
        raise GraderError(
            "there is no result yet", "your submission is kept; look at its page later"
        )

    def class_page(self, after: str) -> dict[str, Any]:
        """Some members of the class with what they handed in: those whose ids follow ``after``."""
        return self._ask(f"{self._assignment}/class?after={quote(after, safe='')}")

    def file(self, submission: str, position: int) -> bytes:
        """The contents of a file that was handed in."""
        return self._read(f"/api/v1/submissions/{quote(submission, safe='')}/files/{position}")

    def begin_push(self, push: dict[str, Any]) -> dict[str, Any]:
        """Begin to send results, or find what was sent of them before."""
        return self._send(f"{self._assignment}/pushes", push)

    def send_reports(self, push: str, reports: list[dict[str, Any]]) -> dict[str, Any]:
        """Send some of the reports of a push."""
        return self._send(f"/api/v1/pushes/{quote(push, safe='')}/reports", {"reports": reports})

    def publish_push(self, push: str) -> dict[str, Any]:
        """Have students see the results."""
        return self._ask(f"/api/v1/pushes/{quote(push, safe='')}/publish", b"")

    @property
    def _assignment(self) -> str:
        return f"/api/v1/assignments/{quote(self._place.assignment, safe='')}"

    def _send(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        return self._ask(path, body, {"Content-Type": "application/json"})

    def _ask(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        parsed: dict[str, Any] = self._asked(path, body, headers, json.loads)
        return parsed

    def _read(self, path: str) -> bytes:
        content: bytes = self._asked(path, None, None, bytes)
        return content

    def _asked(
        self,
        path: str,
        body: bytes | None,
        headers: dict[str, str] | None,
        parse: Callable[[bytes], Any],
    ) -> Any:
        request = urllib.request.Request(  # noqa: S310 (http and https only, see Place)
            self._place.base + path,
            body,
            {"Authorization": f"Bearer {self._token}", **(headers or {})},
        )
        pause, reason = _FIRST_PAUSE, ""
        for _ in range(_TRIES):
            try:
                with self._opener.open(request, timeout=_TIMEOUT) as answer:
                    return parse(_whole(answer))
            except urllib.error.HTTPError as fault:
                reason = _sentence(fault)
                wait = _wanted_pause(fault) if self._patient else None
                if fault.code < 500 and wait is None:
                    raise UsageError(reason, _hint(fault.code)) from None
                pause = max(pause, wait or 0.0)
            except (OSError, ValueError, http.client.HTTPException) as fault:
                reason = str(getattr(fault, "reason", fault)) or type(fault).__name__
            time.sleep(pause)
            pause *= 2
        raise GraderError(f"{self._place.base} does not answer: {reason}", "try again later")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """None: the answer is an error."""


def read_token(path: Path | None) -> str:
    """Return the token of the environment variable or of a file that nobody else can read.

    Raises UsageError where there is none.
    """
    if path is None:
        token = os.environ.get(VARIABLE, "").strip()
        if not token:
            raise UsageError(
                f"there is no token: set {VARIABLE}, or name a file with --token-file",
                hint="your instructor gives you a token",
            )
        return token
    try:
        mode = path.stat().st_mode
        token = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"cannot read the token in {path}: {fault}") from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise UsageError(f"others can read the token in {path}", f"chmod 600 {path}")
    return token


def _whole(answer: http.client.HTTPResponse) -> bytes:
    """The content of an answer; raises OSError where the connection broke off amid it."""
    content = answer.read(_LARGEST_ANSWER)
    if answer.length:  # bytes that were announced and have not come
        raise OSError("the connection broke off")
    return content


def _upload(upload: str) -> str:
    return f"/api/v1/uploads/{quote(upload, safe='')}"


def _form(files: Sequence[Path], boundary: str) -> Iterator[bytes]:
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise UsageError(f"cannot read {path}: {fault.strerror}") from None
        name = "".join("_" if letter in '"\\\r\n' else letter for letter in path.name)
        yield (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode("utf-8", "replace")
        yield data
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _sentence(fault: urllib.error.HTTPError) -> str:
    """What the service says, or its status where it says nothing that can be read."""
    try:
        return str(json.loads(fault.read(2**16))["detail"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"status {fault.code}"


def _wanted_pause(fault: urllib.error.HTTPError) -> float | None:
    """For how many seconds the service asks not to be asked, if it does; at most a minute."""
    if fault.code != 429:
        return None
    try:
        return min(float(fault.headers.get("retry-after", "1")), 60.0)
    except ValueError:
        return 1.0


def _hint(status: int) -> str | None:
    if status == 401:
        return "the token may have been revoked: ask your instructor for a new one"
    return "check the address of the assignment" if status == 404 else None
