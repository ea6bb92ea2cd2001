"""Who looks at a page: the person whose browser is signed in."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from grader.service.credentials import (
    LAUNCH_LIFE,
    SESSION_LIFE,
    form_token,
    is_form_token,
    session_person,
)
from grader.service.database_tables import Course, Person, Role
from grader.service.identities import SIGN_IN_LIFE
from grader.service.openid import Proof
from grader.service.teaching import courses_of
from grader.service.web.problems import Problem, SignInNeeded
from grader.service.web.rates import network_of
from grader.service.web.request_context import service_of
from grader.util.language import gettext

_COOKIE = "grader_session"
_FRAMED_COOKIE = "grader_framed"
"""Of a session within a frame of a platform's page; the browser keeps one for each platform."""
_LAUNCH_COOKIE = "grader_launch"
"""Of a browser in which a launch has begun."""
_LAUNCH_COOKIE_LIFE = timedelta(hours=1)
_SAME_SITE = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in, the secret of the browser's session, and where the person teaches."""

    person: Person
    secret: str
    teaches: tuple[tuple[Course, Role], ...] = ()

    @property
    def form_token(self) -> str:
        """What every form of this session holds."""
        return form_token(self.secret)

    def refuse_foreign(self, token: object) -> None:
        """Raise Problem for a form that was not made for this session."""
        if not isinstance(token, str) or not is_form_token(self.secret, token):
            raise Problem(
                403, "foreign-form", gettext("This form is no longer good. Load the page again.")
            )


def visitor(request: Request) -> Visitor:
    """The person who is signed in; a dependency of pages. Raises SignInNeeded."""
    for secret in session_secrets(request):
        with service_of(request).database.reading() as session:
            person = session_person(session, secret)
            teaches = () if person is None else tuple(courses_of(session, person))
        if person is not None:
            return Visitor(person, secret, teaches)
    raise SignInNeeded


def known_visitor(request: Request) -> Visitor | None:
    """As `visitor`; None where nobody is signed in."""
    try:
        return visitor(request)
    except SignInNeeded:
        return None


SignedIn = Annotated[Visitor, Depends(visitor)]


def refuse_other_sites(request: Request) -> None:
    """Raise Problem for a form that another site sent: browsers say where one comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # also right behind a proxy that changes the host
        own = site in _SAME_SITE
    else:
        address = f"{request.url.scheme}://{request.headers.get('host', '')}"
        own = request.headers.get("origin", address) == address
    if not own:
        raise Problem(403, "foreign-form", gettext("This form was sent by another site."))


async def posted_form(request: Request, visitor: SignedIn) -> AsyncIterator[FormData]:
    """The form of a request, made for this session; a dependency of pages. Raises Problem for any other."""
    refuse_other_sites(request)
    async with request.form(max_files=2, max_fields=100) as form:
        visitor.refuse_foreign(form.get("form_token"))
        yield form


async def foreign_form(request: Request) -> AsyncIterator[FormData]:
    """The form of a request that another site may send, for routes that check it themselves."""
    async with request.form(max_files=0, max_fields=50) as form:
        yield form


def remember(request: Request, answer: Response, secret: str) -> None:
    """Have the browser keep the session's secret, where no script reads it."""
    _set(request, answer, _COOKIE, secret, SESSION_LIFE)
    _set_partitioned(request, answer, _FRAMED_COOKIE, "", timedelta(0))


def remember_in_frame(request: Request, answer: Response, secret: str) -> None:
    """As `remember`, for a session in a frame of another site's page, and within that page alone."""
    _set_partitioned(request, answer, _FRAMED_COOKIE, secret, LAUNCH_LIFE)


def remember_launch(request: Request, answer: Response, secret: str) -> None:
    """Have the browser keep the secret of launches that begin in it, also in a frame."""
    _set_partitioned(request, answer, _LAUNCH_COOKIE, secret, _LAUNCH_COOKIE_LIFE)


def launch_secret(request: Request) -> str:
    """The secret of launches that have begun in this browser; "" where it keeps none."""
    return request.cookies.get(_name(request, _LAUNCH_COOKIE), "")


def is_framed(request: Request) -> bool:
    """Whether the browser says that it shows the answer in a frame."""
    return request.headers.get("sec-fetch-dest") in ("iframe", "frame", "embed", "object")


def forget(request: Request, answer: Response) -> None:
    """Have the browser forget the session."""
    remember(request, answer, "")


def _set(request: Request, answer: Response, cookie: str, secret: str, life: timedelta) -> None:
    """Set a cookie; an empty secret has the browser forget it."""
    answer.set_cookie(
        _name(request, cookie),
        secret,
        max_age=int(life.total_seconds()) if secret else 0,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def _set_partitioned(
    request: Request, answer: Response, cookie: str, secret: str, life: timedelta
) -> None:
    """Set a cookie that browsers keep apart for each site in whose pages the service is shown (CHIPS).

    Python's own cookies do not know the word. Such a cookie is for TLS alone; browsers take it from this very
    machine, too.
    """
    answer.headers.append(
        "set-cookie",
        f"{_name(request, cookie)}={secret}; Max-Age={int(life.total_seconds())}; Path=/; HttpOnly; "
        "Secure; SameSite=None; Partitioned",
    )


def session_secrets(request: Request) -> list[str]:
    """The secrets of the browser's sessions, the one that counts first.

    A frame in a page of the same site gets both of its cookies: the launch was the later of the two.
    """
    found = [request.cookies.get(_name(request, one), "") for one in (_FRAMED_COOKIE, _COOKIE)]
    return [secret for secret in found if secret]


def remember_sign_in(request: Request, answer: Response, state: str, secret: str) -> None:
    """Have the browser keep the secret of a sign-in that begins; each has a cookie of its own."""
    _set(request, answer, _sign_in_cookie(state), secret, SIGN_IN_LIFE)


def sign_in_secret(request: Request, state: str) -> str | None:
    """The secret of the sign-in with this state; None where this browser has not begun it."""
    secret = request.cookies.get(_name(request, _sign_in_cookie(state)), "")
    good = hmac.compare_digest(Proof.of(secret).state.encode(), state.encode("utf-8", "replace"))
    return secret if secret and good else None


def forget_sign_in(request: Request, answer: Response, state: str) -> None:
    """Have the browser forget a sign-in that has ended."""
    remember_sign_in(request, answer, state, "")


def limit_sign_ins(request: Request) -> None:
    """Raise Problem for an address that signs in too often."""
    address = network_of(request.client.host) if request.client else ""
    if wait := service_of(request).sign_ins.wait(address):
        text = gettext("Too many sign-ins from here. Try again in {seconds} seconds.", seconds=wait)
        raise Problem(429, "too-often", text, {"retry-after": str(wait)})


def _sign_in_cookie(state: str) -> str:
    return f"grader_sign_in_{state[:8] if state.isascii() and state.isalnum() else ''}"


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _name(request: Request, cookie: str) -> str:
    return f"__Host-{cookie}" if _is_secure(request) else cookie


OwnSite = Depends(refuse_other_sites)
Form = Annotated[FormData, Depends(posted_form)]
OtherSites = Annotated[FormData, Depends(foreign_form)]
