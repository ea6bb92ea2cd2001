"""Requests to a platform's services: with a token that the platform gives for a statement that we sign.

The token is for one platform and some scopes (RFC 7523, OAuth's client credentials); it is kept in memory
until it ends. No redirect is followed: the token is for this address alone.
"""

from __future__ import annotations

import email.utils
import json
import random
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from grader.service.addresses import certificates
from grader.service.database import Database
from grader.service.database_tables import Platform
from grader.service.lti.fetching import Unreachable, read
from grader.service.lti.keys import signed
from grader.service.lti.platforms import refuse_unsafe
from grader.util.errors import UsageError

if TYPE_CHECKING:
    import httpx2

_SECONDS = 15.0
_MOST_BYTES = 8 * 2**20
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TOKEN_SPARE_SECONDS = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
_LONGEST_WISH = timedelta(hours=6)
_TRY_LATER = (408, 425, 429)


class Unavailable(Exception):
    """The platform does not answer now: the same request may succeed later.

    wish is how long the platform wants to be left alone, where it says so.
    """

    def __init__(self, text: str, wish: timedelta | None = None) -> None:
        super().__init__(text)
        self.wish = wish


class Declined(Exception):
    """The platform has answered, and does not do it. status is that of HTTP."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class ShutOut(Exception):
    """The platform does nothing at all for this service until a person has looked: it gives no token, say."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform has answered: a document, or None for nothing; and where the next page is."""

    content: Any
    next: str | None


@dataclass
class Tokens:
    """The tokens that platforms have given to this process."""

    database: Database
    _known: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)

    def of(self, http: httpx2.Client, platform: Platform, scopes: Sequence[str]) -> str:
        """A token for these scopes; raises Unavailable or ShutOut."""
        key = platform.id, " ".join(scopes)
        token, until = self._known.get(key, ("", 0.0))
        if time.monotonic() < until:
            return token
        claims = {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.token_audience or platform.token_url,
            "jti": secrets.token_urlsafe(24),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": signed(self.database, claims),
            "scope": key[1],
        }
        try:
            given = _asked(http, "POST", platform.token_url, data=form).content
        except Declined as fault:
            raise ShutOut(f"it gives no token: {fault}") from None
        told = given.get("access_token") if isinstance(given, dict) else None
        if not isinstance(told, str) or not told:
            raise ShutOut("it gives no token")
        token = told
        seconds = given.get("expires_in")
        life = float(seconds) if isinstance(seconds, int | float) else 300.0
        until = time.monotonic() + max(0.0, min(life, 3600.0) - _TOKEN_SPARE_SECONDS)
        self._known[key] = token, until
        return token

    def forget(self, platform: Platform, scopes: Sequence[str]) -> None:
        """Ask for another one next time: the platform does not take this one."""
        self._known.pop((platform.id, " ".join(scopes)), None)


@dataclass(frozen=True)
class ServiceCalls:
    """Requests to one platform during one task."""

    platform: Platform
    tokens: Tokens
    scopes: tuple[str, ...]
    http: httpx2.Client

    def ask(
        self,
        method: str,
        url: str,
        accept: str = "application/json",
        content: Any = None,
        kind: str = "application/json",
    ) -> Answer:
        """Send one request; raises Unavailable, Declined or ShutOut.

        Args:
            content: what is sent as JSON, if anything; ``kind`` is its media type.
        """
        self._refuse(url)
        for again in (False, True):
            token = self.tokens.of(self.http, self.platform, self.scopes)
            headers = {"authorization": f"Bearer {token}", "accept": accept}
            data = None
            if content is not None:
                data = json.dumps(content).encode()
                headers["content-type"] = kind
            try:
                return _asked(self.http, method, url, headers=headers, content=data)
            except Declined as fault:
                if fault.status != 401:
                    raise
                if again:
                    raise ShutOut("it does not take the token that it gave") from None
                self.tokens.forget(self.platform, self.scopes)
        raise AssertionError  # the loop returns or raises

    def pages(self, url: str, accept: str, most: int = 1000) -> Iterator[Any]:
        """The documents of a list that has pages; raises Unavailable, Declined or ShutOut."""
        host = urlsplit(url).netloc
        place: str | None = url
        for _ in range(most):
            if place is None:
                return
            answer = self.ask("GET", place, accept)
            yield answer.content
            place = answer.next
            if place is not None and urlsplit(place).netloc != host:
                raise Declined("its next page is on another host", 200)
        raise Declined("its list does not end", 200)

    def _refuse(self, url: str) -> None:
        """Raise ShutOut for an address that must not be asked: this machine is for a platform on it."""
        try:
            refuse_unsafe("address", url)
        except UsageError as fault:
            raise ShutOut(fault.message) from None
        parts, own = urlsplit(url), urlsplit(self.platform.issuer)
        if parts.scheme != "https" and parts.hostname != own.hostname:
            raise ShutOut("its address does not begin with https://")


@contextmanager
def calls(platform: Platform, tokens: Tokens, scopes: Sequence[str]) -> Iterator[ServiceCalls]:
    """Requests to a platform, over one connection."""
    import httpx2

    with httpx2.Client(timeout=_SECONDS, follow_redirects=False, verify=certificates()) as http:
        yield ServiceCalls(platform, tokens, tuple(sorted(scopes)), http)


def pause(
    failures: int, wish: timedelta | None, chance: Callable[[], float] = random.random
) -> timedelta:
    """How long a platform is left alone after so many failures: longer each time, and not all at one moment.

    Args:
        wish: what the platform asks for; it is granted up to six hours.
    """
    grown: timedelta = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(failures - 1, 12))
    own = grown * (0.5 + chance())
    return own if wish is None else max(own, min(wish, _LONGEST_WISH))


def _asked(http: httpx2.Client, method: str, url: str, **sent: Any) -> Answer:
    """The answer to one request, with its ``headers`` and ``content`` or ``data``."""
    try:
        answer, text = read(http, method, url, _MOST_BYTES, **sent)
    except Unreachable as fault:
        raise Unavailable(f"it does not answer ({fault})") from None
    status = answer.status_code
    if status >= 500 or status in _TRY_LATER:
        raise Unavailable(f"it answers {status}", _wish(answer.headers.get("retry-after")))
    if answer.is_redirect:
        raise ShutOut(f"it answers {status}: another address")
    if not answer.is_success:
        raise Declined(f"it answers {status}", status)
    if text is None:
        raise Declined("its answer is too long", status)
    following = answer.links.get("next", {}).get("url")
    next_ = None if following is None else str(answer.url.join(following))
    try:
        return Answer(json.loads(text) if text.strip() else None, next_)
    except (ValueError, RecursionError):
        return Answer(None, next_)


def _wish(text: str | None) -> timedelta | None:
    """What ``Retry-After`` says: seconds, or a time."""
    if text is None:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", text):
        return timedelta(seconds=int(text))
    try:
        until = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(timedelta(0), until - datetime.now(UTC))
