"""Starts the web process."""

from __future__ import annotations

import uvicorn

from grader.service.settings import Settings
from grader.service.web.app import application
from grader.service.web.service import opened

_GRACE_SECONDS = 20


def serve(settings: Settings) -> None:
    """Answer requests until a signal asks to end; those under way are answered first."""
    with opened(settings) as service:
        uvicorn.run(
            application(service),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,  # addresses of pages hold secrets of sign-in links
            server_header=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
