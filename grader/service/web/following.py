"""The states of a submission as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from grader.service.schema import SubmissionState

_POLL_SECONDS = 0.25
_SLOW_AFTER, _SLOW_SECONDS = 40, 2.0
_MOST_SECONDS = 900


async def status_events(look: Callable[[], SubmissionState]) -> StreamingResponse:
    """One event, named "status", for each change until there is a result, for at most 15 minutes.

    Args:
        look: returns the state now; what it raises at first is the request's answer.
    """
    first = await run_in_threadpool(look)
    return StreamingResponse(_events(look, first), media_type="text/event-stream")


async def _events(
    look: Callable[[], SubmissionState], state: SubmissionState
) -> AsyncIterator[str]:
    told: SubmissionState | None = None
    waited, rounds = 0.0, 0
    while waited < _MOST_SECONDS:
        if state is not told:
            yield f"event: status\ndata: {json.dumps({'status': state})}\n\n"
            told = state
        elif rounds % _SLOW_AFTER == 0:
            yield ": still here\n\n"
        if state.is_final:
            return
        pause = _POLL_SECONDS if rounds < _SLOW_AFTER else _SLOW_SECONDS
        await asyncio.sleep(pause)
        waited, rounds = waited + pause, rounds + 1
        state = await run_in_threadpool(look)
