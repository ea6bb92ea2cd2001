"""Asking a platform for a JSON document: no redirect, a bounded answer, in bounded time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_SECONDS = 10.0
_MOST_BYTES = 512 * 2**10


class Unreachable(Exception):
    """A platform did not answer, or not as it should."""


def fetched(
    url: str,
    method: str = "GET",
    content: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Return the JSON document at an address; raises Unreachable.

    Args:
        content: what is sent as JSON, if anything.
    """
    import httpx2

    try:
        with (
            httpx2.Client(timeout=_SECONDS, follow_redirects=False) as client,
            client.stream(method, url, json=content, headers=dict(headers or {})) as answer,
        ):
            data = bytearray()
            for part in answer.iter_bytes():
                data += part
                if len(data) > _MOST_BYTES:
                    raise Unreachable("the answer is too long")
            if not answer.is_success:
                raise Unreachable(f"status {answer.status_code}")
    except (httpx2.HTTPError, httpx2.InvalidURL) as fault:
        raise Unreachable(type(fault).__name__) from None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Unreachable("the answer is no JSON") from None
