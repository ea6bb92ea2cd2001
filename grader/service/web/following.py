"""What becomes of a submission or an upload, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

_POLL_SECONDS = 0.25
_SLOW_AFTER, _SLOW_SECONDS = 40, 2.0
_MOST_SECONDS = 900


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
    waited, rounds = 0.0, 0
    while waited < _MOST_SECONDS:
        if progress != told:
            yield f"event: status\ndata: {json.dumps(progress.event, ensure_ascii=False)}\n\n"
            told = progress
        elif rounds % _SLOW_AFTER == 0:
            yield ": still here\n\n"
        if progress.is_final:
            return
        pause = _POLL_SECONDS if rounds < _SLOW_AFTER else _SLOW_SECONDS
        await asyncio.sleep(pause)
        waited, rounds = waited + pause, rounds + 1
        progress = await run_in_threadpool(look)
