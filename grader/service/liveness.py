"""Which workers live, wherever they are: found by looking again, without comparing the clocks of machines.

A worker writes a heartbeat every few seconds. Whoever has looked for half a minute, and has seen no new one of
a worker in all that time, takes it for dead. While the database does not answer nobody can write one, so
whoever could not look begins anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select

from grader.service.database import Database
from grader.service.database_tables import Heartbeat

SILENT_SECONDS = 30.0
_FORGOTTEN_SECONDS = 24 * 3600.0


@dataclass(slots=True)
class Liveness:
    """What one process has seen of the workers' heartbeats.

    clock  seconds; for tests
    """

    clock: Callable[[], float] = time.monotonic
    _since: float | None = None
    _seen: dict[str, tuple[datetime, float]] = field(default_factory=dict)

    def look(self, database: Database) -> None:
        """Read the heartbeats."""
        with database.reading() as session:
            works = Heartbeat.waits.is_(None)
            rows = session.execute(select(Heartbeat.worker, Heartbeat.seen_at).where(works)).all()
        moment = self.clock()
        if self._since is None:
            self._since = moment
        before = self._seen
        self._seen = {
            worker: before[worker] if worker in before and before[worker][0] == at else (at, moment)
            for worker, at in rows
        }
        gone = [w for w, (_, at) in self._seen.items() if moment - at > _FORGOTTEN_SECONDS]
        if gone:
            with database.adding() as session:
                session.execute(delete(Heartbeat).where(Heartbeat.worker.in_(gone)))

    def forget(self) -> None:
        """Begin anew: the heartbeats could not be read, and perhaps not be written either."""
        self._since = None
        self._seen.clear()

    @property
    def is_sure(self) -> bool:
        """Whether it was looked long enough to know who is dead."""
        return self._since is not None and self.clock() - self._since > SILENT_SECONDS

    @property
    def alive(self) -> set[str]:
        """The workers that have been heard of within half a minute."""
        moment = self.clock()
        return {w for w, (_, at) in self._seen.items() if moment - at <= SILENT_SECONDS}
