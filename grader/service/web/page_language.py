"""The language of the service's pages: that of the course whose exercises it offers."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import Depends
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from grader.service.database import Database
from grader.service.publishing import spoken
from grader.util.language import ENGLISH, Catalogue, shipped, speaking

_SECONDS = 30.0
"""So long the answer is good: a course rarely changes its language."""


@dataclass(slots=True)
class Language:
    """What the service speaks, as the exercise says that was published last."""

    database: Database
    _known: Catalogue = field(default_factory=lambda: shipped(None))
    _until: float = 0.0

    def catalogue(self) -> Catalogue:
        """The catalogue; English where nothing is offered yet, or in a language that is not shipped."""
        if time.monotonic() >= self._until:
            try:
                with self.database.reading() as session:
                    self._known = spoken(session)
            except SQLAlchemyError:  # what is asked for says so, in the language of before
                return self._known
            self._until = time.monotonic() + _SECONDS
        return self._known

    @property
    def last(self) -> Catalogue:
        """The one that was spoken last; it asks nobody."""
        return self._known

    @property
    def is_known(self) -> bool:
        return time.monotonic() < self._until


async def in_english() -> AsyncIterator[None]:
    """A dependency of pages for instructors and assistants, which are in English whatever students read."""
    with speaking(shipped(ENGLISH)):
        yield


English = Depends(in_english)


class Speaking:
    """Has every request answered in the service's language. Requests do not share it: each has its context."""

    def __init__(self, app: ASGIApp, language: Language) -> None:
        self._app, self._language = app, language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(
            ("/static/", "/healthz", "/metrics")
        ):
            await self._app(scope, receive, send)
            return
        known = self._language
        catalogue = (
            known.catalogue() if known.is_known else await run_in_threadpool(known.catalogue)
        )
        with speaking(catalogue):
            await self._app(scope, receive, send)
