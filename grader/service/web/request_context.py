"""What every request works with, and who is asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State

from grader.service import openid
from grader.service.access import NotFound
from grader.service.credentials import token_member
from grader.service.database import Database
from grader.service.database_tables import Member
from grader.service.hand_in import HandInDesk
from grader.service.lti import platforms
from grader.service.lti.platform_keys import PlatformKeys
from grader.service.openid import Provider
from grader.service.service_settings import Settings
from grader.service.web.overview import Overviews
from grader.service.web.page_language import Language
from grader.service.web.problems import Problem
from grader.service.web.rates import Limit, Rates, SharedRates
from grader.service.web.result_times import ResultTimes
from grader.service.work_queue import WorkQueue

SEE_OTHER = 303
"""The status of an answer to a form that leads to a page."""
_HAND_INS, _SIGN_INS = (20, 10.0), (300, 300.0)
"""At once, and in a minute."""


@dataclass(frozen=True)
class Service:
    """The service as a request sees it."""

    database: Database
    desk: HandInDesk
    hand_ins: Limit = field(default_factory=lambda: Rates(*_HAND_INS))
    """Of each member."""
    sign_ins: Limit = field(default_factory=lambda: Rates(*_SIGN_INS))
    """Of each address; a whole class may come from one."""
    requests: Rates = field(default_factory=lambda: Rates(burst=2000, per_minute=6000))
    """Of each address. Each web process counts its own: this protects a process, and is asked before a database."""
    overviews: Overviews = field(default_factory=Overviews)
    result_times: ResultTimes = field(default_factory=ResultTimes)
    platform_keys: PlatformKeys = field(default_factory=PlatformKeys)
    providers: dict[str, Provider] = field(default_factory=dict)
    """Other organisations that sign people in, by their ids in the settings."""

    @cached_property
    def language(self) -> Language:
        """What its pages are in."""
        return Language(self.database)

    def framing_origins(self) -> list[str]:
        """Those of platforms' pages, which may show the service in a frame; none where nobody can say."""
        try:
            with self.database.reading() as session:
                return platforms.framing_origins(session)
        except SQLAlchemyError:
            return []

    def close(self) -> None:
        self.desk.queue.close()
        self.database.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Service]:
    """The service of these settings, during the block."""
    database = settings.database()
    queue = WorkQueue(settings.url)
    desk = HandInDesk(database, settings.files(database), queue, settings.signer())
    service = Service(database, desk, providers=openid.providers(settings.data))
    if database.is_shared or settings.web_processes > 1:
        service = replace(
            service,
            hand_ins=SharedRates(database, "hand-in", *_HAND_INS),
            sign_ins=SharedRates(database, "sign-in", *_SIGN_INS),
        )
    try:
        yield service
    finally:
        service.close()


def service_of(request: Request) -> Service:
    """The service that answers this request."""
    state: State = request.app.state
    service: Service = state.service
    return service


def base_address(request: Request) -> str:
    """The service's own, as whoever asks has reached it."""
    return f"{request.url.scheme}://{request.url.netloc}"


def stored_file(service: Service, sha256: str) -> bytes:
    """The contents of a file that a row names; raises NotFound where it was deleted meanwhile."""
    try:
        return service.desk.files.get(sha256)
    except FileNotFoundError:
        raise NotFound from None


def caller(request: Request) -> Member:
    """The member whose token the request bears; a dependency of routes. Raises Problem for none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        with service_of(request).database.reading() as session:
            member = token_member(session, secret.strip())
        if member is not None:
            return member
    raise Problem(
        401,
        "no-token",
        "Send a token: Authorization: Bearer …",
        {"www-authenticate": "Bearer"},
    )


Caller = Annotated[Member, Depends(caller)]
