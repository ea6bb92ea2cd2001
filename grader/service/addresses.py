"""Addresses of other services: which of them nobody on the way can read along."""

from __future__ import annotations

import ssl
from functools import cache
from urllib.parse import urlsplit

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@cache
def certificates() -> ssl.SSLContext:
    """The authorities whose word for an address counts; read once, since it takes long."""
    return ssl.create_default_context()


def is_confidential(address: str) -> bool:
    """Whether nobody on the way reads what is sent there: by TLS, or on this machine.

    Raises ValueError for what is no address at all.
    """
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in _THIS_MACHINE
