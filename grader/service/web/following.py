"""What becomes of a submission, an upload or a class, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from grader.service.access import NotFound

# Most results are there within half a second; whoever waits longer is asked for less often.
_PAUSES = ((1.0, 0.1), (10.0, 0.25), (900.0, 2.0))
_ALIVE_SECONDS = 10.0
_NEWS_SECONDS, _LOOKS = 5.0, 360


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is: what the event says, and whether nothing comes after it."""

    event: dict[str, Any]
    is_final: bool


async def status_events(look: Callable[[], Progress]) -> StreamingResponse:
    """One event, named "status", for each change until there is a result, for at most 15 minutes.

    Args:
        look: returns how far it is now; what it raises at first is the request's answer.
    """
    first = await run_in_threadpool(look)
    return StreamingResponse(_events(look, first), media_type="text/event-stream")


async def _events(look: Callable[[], Progress], progress: Progress) -> AsyncIterator[str]:
    told: Progress | None = None
    waited = silent = 0.0
    for end, pause in _PAUSES:
        while waited < end:
            if progress != told:
                yield f"event: status\ndata: {json.dumps(progress.event, ensure_ascii=False)}\n\n"
                told, silent = progress, 0.0
            elif silent >= _ALIVE_SECONDS:
                yield ": still here\n\n"
                silent = 0.0
            if progress.is_final:
                return
            await asyncio.sleep(pause)
            waited, silent = waited + pause, silent + pause
            try:
                progress = await run_in_threadpool(look)
            except (NotFound, SQLAlchemyError):  # the browser asks again, and gets that answer
                return


async def news_event(look: Callable[[], int]) -> StreamingResponse:
    """One event, named "news", as soon as a number is not 0; nothing more after it, or after half an hour.

    Args:
        look: returns the number now; what it raises at first is the request's answer.
    """
    first = await run_in_threadpool(look)
    return StreamingResponse(_news(look, first), media_type="text/event-stream")


async def _news(look: Callable[[], int], number: int) -> AsyncIterator[str]:
    for _ in range(_LOOKS):
        if number:
            yield f"event: news\ndata: {number}\n\n"
            return
        yield ": still here\n\n"
        await asyncio.sleep(_NEWS_SECONDS)
        try:
            number = await run_in_threadpool(look)
        except (NotFound, SQLAlchemyError):
            return
