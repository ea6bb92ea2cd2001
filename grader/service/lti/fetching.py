"""Asking a platform: no redirect, a bounded answer, in bounded time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.service.addresses import certificates

if TYPE_CHECKING:
    import httpx2

_SECONDS = 10.0
_MOST_BYTES = 512 * 2**10


class Unreachable(Exception):
    """A platform did not answer, or not as it should."""


def read(
    http: httpx2.Client, method: str, url: str, most: int, **sent: Any
) -> tuple[httpx2.Response, bytes | None]:
    """One answer and its content; None in its place where it is longer than ``most`` bytes.

    Raises Unreachable.
    """
    import httpx2

    content = bytearray()
    try:
        with http.stream(method, url, **sent) as answer:
            for part in answer.iter_bytes():
                content += part
                if len(content) > most:
                    return answer, None
    except (httpx2.HTTPError, httpx2.InvalidURL) as fault:
        raise Unreachable(type(fault).__name__) from None
    return answer, bytes(content)


def fetched(
    url: str, method: str = "GET", content: Any = None, headers: Mapping[str, str] | None = None
) -> Any:
    """Return the JSON document at an address; raises Unreachable.

    Args:
        content: what is sent as JSON, if anything.
    """
    import httpx2

    with httpx2.Client(timeout=_SECONDS, follow_redirects=False, verify=certificates()) as http:
        answer, data = read(http, method, url, _MOST_BYTES, json=content, headers=headers)
    if data is None:
        raise Unreachable("the answer is too long")
    if not answer.is_success:
        raise Unreachable(f"status {answer.status_code}")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Unreachable("the answer is no JSON") from None
