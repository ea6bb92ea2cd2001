"""The web application, put together."""

from __future__ import annotations

from fastapi import FastAPI

from grader import __version__
from grader.service.web import (
    api,
    class_api,
    launches,
    operations,
    provider_sign_in,
    staff,
    student_pages,
)
from grader.service.web.guard import Guard
from grader.service.web.page_language import Speaking
from grader.service.web.problems import add_handlers
from grader.service.web.receiving import MOST_ELSEWHERE
from grader.service.web.request_context import Service

ROUTERS = (
    api.router,
    class_api.router,
    operations.router,
    provider_sign_in.router,
    launches.router,
    student_pages.router,
    *staff.ROUTERS,
)


def application(service: Service) -> FastAPI:
    """Return the application that answers for ``service``."""
    app = FastAPI(
        title="numpy-grader",
        version=__version__,
        description="Hand in, and read the result.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = service
    app.state.routers = ROUTERS
    for router in ROUTERS:
        app.include_router(router, max_body_size=MOST_ELSEWHERE)
    add_handlers(app)
    app.add_middleware(Guard, rates=service.requests, origins=service.framing_origins)
    app.add_middleware(Speaking, language=service.language)
    return app
