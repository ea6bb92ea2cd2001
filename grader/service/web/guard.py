"""What holds for every answer: how often an address may ask, and headers that keep browsers strict."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.service.web.policy import policy
from grader.service.web.problems import MEDIA_TYPE, Problem, too_large
from grader.service.web.rates import Rates, network_of
from grader.util.language import gettext

_HEADERS = {
    "referrer-policy": "same-origin",  # with none, browsers do not say where a form comes from
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


class Guard:
    """Middleware around the whole application.

    Args:
        origins: returns those of pages that may show the service in a frame; asked only where one does.
    """

    def __init__(self, app: ASGIApp, rates: Rates, origins: Callable[[], Sequence[str]]) -> None:
        self._app, self._rates, self._origins = app, rates, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        replaced = False
        frames = "'none'"

        async def strict(message: Message) -> None:
            nonlocal replaced
            if replaced:
                return
            if _is_bare_413(message):  # the framework's, which is no problem document
                replaced = True
                await too_large().answer(Request(scope))(scope, receive, strict_start)
                return
            await strict_start(message)

        async def strict_start(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", policy(frames))
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        client = scope.get("client")
        if wait := self._rates.wait(network_of(client[0]) if client else ""):
            text = gettext("Too many requests. Try again in {seconds} seconds.", seconds=wait)
            problem = Problem(429, "too-often", text, {"retry-after": str(wait)})
            await problem.answer(Request(scope))(scope, receive, strict)
            return
        if Headers(scope=scope).get("sec-fetch-dest") in ("iframe", "frame"):
            frames = " ".join(await run_in_threadpool(self._origins)) or frames
        await self._app(scope, receive, strict)


def _is_bare_413(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != 413:
        return False
    return not Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA_TYPE)
