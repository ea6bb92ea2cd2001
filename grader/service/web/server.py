"""Starts a web process."""

from __future__ import annotations

import socket

import uvicorn

from grader.service.service_settings import Settings
from grader.service.web.app import application
from grader.service.web.request_context import opened

_GRACE_SECONDS = 20


def serve(settings: Settings) -> None:
    """Answer requests until a signal asks to end; those under way are answered first."""
    with opened(settings) as service:
        config = uvicorn.Config(
            application(service),
            log_config=None,
            access_log=False,  # addresses of pages hold secrets of sign-in links
            server_header=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        uvicorn.Server(config).run([listening(settings)])


def listening(settings: Settings) -> socket.socket:
    """A socket at the service's address. Of several processes each has one: the system shares out the
    connections, and those of a process that dies are no other's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if settings.web_processes > 1:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((settings.host, settings.port))
    return listener
