"""What workers do at platforms, and when: grades go back, rosters are read.

An errand is queued when something has changed since the last one, when a platform was down and its pause is
over, and now and then without a reason: whatever was missed is found then. The queue's engine does the rest.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from grader.service.database import Database
from grader.service.lti.platform_grades import GradeSender, Sent, active_link, active_links, waiting
from grader.service.lti.service_calls import Tokens, Unavailable, pause
from grader.service.schema import (
    AuditEvent,
    PlatformGrade,
    PlatformTask,
    Result,
    now,
)
from grader.service.work_queue import WorkQueue

_BETWEEN = timedelta(seconds=10)
"""Between two errands of a link at least; more for a class whose grades take long to compare."""
_SHARE = 20
_WITHOUT_REASON = timedelta(minutes=10)
_FAULTY_PAUSE = timedelta(minutes=30)
_LOST = timedelta(hours=2)
"""So long an errand may stand in the queue: then it is queued again, and the former one does nothing."""
_GRADES = "grades:"
_log = logging.getLogger(__name__)


@dataclass
class Errands:
    """The errands of one worker."""

    database: Database
    _tokens: Tokens = field(init=False)
    _queue: WorkQueue | None = None

    def __post_init__(self) -> None:
        self._tokens = Tokens(self.database)

    def queue_due(self) -> None:
        """Queue the errands that are due. All workers do; each errand is queued once."""
        with self.database.reading() as session:
            links = [linked.link.id for linked in active_links(session)]
            if not links:
                return
            seen = _state(session)
            known = {row.key: row for row in session.scalars(select(PlatformTask))}
            due = [id_ for id_ in links if _is_due(known.get(_GRADES + id_), seen)]
        if not due:
            return
        if self._queue is None:
            self._queue = WorkQueue(self.database.url)
        with self.database.writing() as session:
            for id_ in due:
                task = session.get(PlatformTask, _GRADES + id_)
                if task is None:
                    task = PlatformTask(key=_GRADES + id_, link_id=id_, round=0)
                    session.add(task)
                    session.flush()
                if _is_due(task, seen):  # else another worker was faster
                    task.round += 1
                    task.queued_at = now()
                    self._queue.add_platform_task(session, task.key, task.round)

    def run(self, key: str, round_: int) -> None:
        """Do an errand. It may be begun twice; whatever goes wrong is kept, and shown to instructors."""
        with self.database.writing() as session:
            task = session.get(PlatformTask, key)
            if task is None or task.round != round_ or task.queued_at is None:
                return
            task.seen = _state(session)
        began = time.monotonic()
        fault, failed, wish = None, False, None
        sent = Sent()
        try:
            sent = self._do(task)
            fault = sent.fault
        except Unavailable as down:
            fault, failed, wish = str(down), True, down.wish
        except Exception:
            _log.exception("the errand %s failed", key)
            fault, failed = "the service has a fault; it was written down in the logs", True
        took = timedelta(seconds=time.monotonic() - began)
        with self.database.writing() as session:
            row = session.get(PlatformTask, key)
            if row is None or row.round != round_:
                return
            row.queued_at, row.fault = None, fault
            if failed:
                row.failures += 1
                row.waiting = self._waiting(session, row)
                row.next_at = now() + pause(row.failures, wish)
                _log.warning("%s: %s; tried again after a pause", key, fault)
                return
            row.failures, row.waiting, row.refused = 0, sent.waiting, sent.refused
            row.done_at = now() if fault is None else row.done_at
            unfinished = sent.waiting and fault is None
            row.next_at = now() + (
                timedelta(0)
                if unfinished
                else _FAULTY_PAUSE
                if fault is not None
                else max(_BETWEEN, _SHARE * took)
            )

    def close(self) -> None:
        """Close the connections."""
        if self._queue is not None:
            self._queue.close()

    def _waiting(self, session: Session, task: PlatformTask) -> int:
        linked = None if task.link_id is None else active_link(session, task.link_id)
        return 0 if linked is None else len(waiting(session, linked))

    def _do(self, task: PlatformTask) -> Sent:
        assert task.link_id is not None
        return GradeSender(self.database, self._tokens).send(task.link_id)


def send_again(session: Session, link_id: str) -> None:
    """Have everything that is due at a link tried at once, what was declined included."""
    session.execute(
        update(PlatformGrade)
        .where(PlatformGrade.link_id == link_id, PlatformGrade.fault.is_not(None))
        .values(next_at=now())
    )
    session.execute(
        update(PlatformTask)
        .where(PlatformTask.key == _GRADES + link_id)
        .values(next_at=now(), seen=None)
    )


def _state(session: Session) -> str:
    """What changes whenever points may have changed: results, and what persons did."""
    result = session.scalar(select(func.max(Result.id)))
    event = session.scalar(select(func.max(AuditEvent.id)))
    return f"{result or 0}-{event or 0}"


def _is_due(task: PlatformTask | None, seen: str) -> bool:
    if task is None:
        return True
    if task.queued_at is not None:
        return task.queued_at < now() - _LOST
    if task.next_at > now():
        return False
    is_old = task.done_at is None or task.done_at < now() - _WITHOUT_REASON
    return bool(task.failures or task.waiting or task.fault or is_old or task.seen != seen)
