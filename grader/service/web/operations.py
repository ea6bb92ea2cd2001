"""For whoever runs the service: whether it is well, and numbers."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from grader.service.database_tables import Heartbeat, PlatformTask, Submission, SubmissionState
from grader.service.web.request_context import Service, service_of
from grader.service.web.result_times import BUCKETS

_DEAD_AFTER = timedelta(seconds=30)
_OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def health(request: Request) -> Response:
    """200 where the database and a worker answer, else 503."""
    try:
        database = service_of(request).database
        with database.reading() as session:
            works = Heartbeat.waits.is_(None)
            seen = session.scalar(select(func.max(Heartbeat.seen_at)).where(works))
            time = database.time(session)
    except SQLAlchemyError:
        return JSONResponse({"database": "down", "worker": "unknown"}, 503)
    alive = seen is not None and time - seen < _DEAD_AFTER
    state = {"database": "up", "worker": "up" if alive else "down"}
    return JSONResponse(state, 200 if alive else 503)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The length of the queue, failures, and the seconds from handing in to a result."""
    service = service_of(request)
    with service.database.reading() as session:
        text = "\n".join(_lines(session, service))
    return Response(text + "\n", media_type=_OPEN_METRICS)


def _lines(session: Session, service: Service) -> list[str]:
    few = [state for state in SubmissionState if state is not SubmissionState.GRADED]
    query = select(Submission.state, func.count()).where(Submission.state.in_(few))
    counts: Counter[SubmissionState] = Counter()
    for state, count in session.execute(query.group_by(Submission.state)):
        counts[state] = count
    waiting = counts[SubmissionState.QUEUED] + counts[SubmissionState.RUNNING]
    beats = session.execute(select(Heartbeat.seen_at, Heartbeat.waits)).all()
    moment = service.database.time(session)
    times = service.result_times.of(session, moment)
    waits = [why is not None for seen, why in beats if moment - seen < _DEAD_AFTER]
    sent, refused, held = session.execute(
        select(
            func.sum(PlatformTask.waiting),
            func.sum(PlatformTask.refused),
            func.count(PlatformTask.fault),
        )
    ).one()
    name = "grader_result_seconds"
    return [
        *_gauge("queue_length", "Submissions without a result.", waiting),
        *_gauge(
            "failures", "Submissions that the grader failed on.", counts[SubmissionState.FAILED]
        ),
        *_gauge("platform_grades_waiting", "Grades that learning platforms do not have yet.", sent),
        *_gauge("platform_grades_declined", "Grades that learning platforms do not take.", refused),
        *_gauge(
            "platform_faults", "Links and rosters on learning platforms that are held up.", held
        ),
        "# TYPE grader_workers gauge",
        "# HELP grader_workers Workers that grade, and that wait for the right version of the course.",
        f'grader_workers{{state="working"}} {waits.count(False)}',
        f'grader_workers{{state="waiting"}} {waits.count(True)}',
        f"# TYPE {name} histogram",
        f"# UNIT {name} seconds",
        f"# HELP {name} From handing in to the result.",
        *(
            f'{name}_bucket{{le="{most}"}} {count}'
            for most, count in zip(BUCKETS, times.within, strict=True)
        ),
        f'{name}_bucket{{le="+Inf"}} {times.number}',
        f"{name}_count {times.number}",
        f"{name}_sum {times.total:.3f}",
        "# EOF",
    ]


def _gauge(name: str, about: str, value: int | None) -> list[str]:
    name = f"grader_{name}"
    return [f"# TYPE {name} gauge", f"# HELP {name} {about}", f"{name} {value or 0}"]
