"""How long students waited for their results, as a histogram that costs the same however many there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Float, case, cast, extract, func, select
from sqlalchemy.orm import Session

from grader.service.database_tables import Submission

BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0)
_SETTLED_AFTER = timedelta(minutes=10)
"""What ended before that changes no more, whatever the clocks of other machines say."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds from handing in to a result: of how many submissions, in total, and how many in each bucket."""

    number: int = 0
    total: float = 0.0
    within: tuple[int, ...] = (0,) * len(BUCKETS)

    def __add__(self, other: Times) -> Times:
        within = tuple(map(sum, zip(self.within, other.within, strict=True)))
        return Times(self.number + other.number, self.total + other.total, within)


@dataclass
class ResultTimes:
    """Counts what ended long ago once, and what ended since at each question."""

    _settled: Times = Times()
    _until: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def of(self, session: Session, moment: datetime) -> Times:
        """The times of all submissions that have a result at this moment, which is now."""
        edge = moment - _SETTLED_AFTER
        ended = Submission.finished_at
        with self._lock:
            if self._until is None:
                self._settled = _counted(session, ended <= edge)
            elif edge > self._until:
                self._settled += _counted(session, (ended > self._until) & (ended <= edge))
            self._until = edge = max(edge, self._until or edge)
            return self._settled + _counted(session, ended > edge)


def _counted(session: Session, which: ColumnElement[bool]) -> Times:
    seconds = _seconds(session)
    within = [func.sum(case((seconds <= most, 1), else_=0)) for most in BUCKETS]
    columns: list[Any] = [func.count(), func.sum(seconds), *within]
    number, total, *counts = session.execute(select(*columns).where(which)).one()
    return Times(number, total or 0.0, tuple(count or 0 for count in counts))


def _seconds(session: Session) -> ColumnElement[float]:
    """From handing in to the result; the database counts."""
    begin, end = Submission.received_at, Submission.finished_at
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(end) - func.julianday(begin)) * 86_400.0
    time = DateTime(timezone=True)
    return cast(extract("epoch", cast(end, time) - cast(begin, time)), Float)
