"""What workers do at platforms, and when: grades go back, rosters are read.

A platform task is queued when something has changed since the last one, when a platform was down and its pause is
over, and now and then without a reason: whatever was missed is found then. The queue's engine does the rest.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from grader.service.database import Database
from grader.service.database_tables import (
    AuditEvent,
    PlatformGrade,
    PlatformTask,
    Result,
    Submission,
    now,
)
from grader.service.lti.platform_grades import GradeSender, Sent, active_link, active_links, waiting
from grader.service.lti.platform_roster import active_contexts, read_roster
from grader.service.lti.service_calls import Tokens, Unavailable, pause
from grader.service.work_queue import PLATFORM, WorkQueue

_BETWEEN, _MOST_BETWEEN = timedelta(seconds=10), timedelta(minutes=1)
"""Between two tasks of a link at least; more for a class whose grades take long to compare."""
_SHARE = 20
"""A task that has computed for a second is followed by a pause of so many."""
_WITHOUT_REASON = timedelta(minutes=10)
_FAULTY_PAUSE = timedelta(minutes=30)
_LOST = timedelta(hours=2)
"""So long a task may stand in the queue: then it is queued again, and the former one does nothing."""
_ROSTER_LIFE = timedelta(hours=24)
_BETWEEN_ROSTERS = timedelta(hours=1)
"""After a launch, a roster is read again if it is older than this."""
_GRADES, _ROSTER = "grades:", "roster:"
_MOVES_NOTHING = (
    "launch", "grades.sent", "grades.declined", "link.issued", "token.issued",
    "tokens.revoked", "account.connected", "account.disconnected", "results.exported",
)  # fmt: skip
"""Lines of the log after which no grade can be another one; what is missing here costs a comparison."""
_log = logging.getLogger(__name__)


@dataclass
class PlatformTasks:
    """The tasks of one worker."""

    database: Database
    _tokens: Tokens = field(init=False)
    _queue: WorkQueue | None = None

    def __post_init__(self) -> None:
        self._tokens = Tokens(self.database)

    def queue_due(self) -> None:
        """Queue the tasks that are due. All workers do; each task is queued once."""
        with self.database.reading() as session:
            due = _due(session)
        if not due:
            return
        if self._queue is None:
            self._queue = WorkQueue(self.database.url)
        with self.database.writing() as session:
            for task in _due(session):  # else another worker was faster
                session.add(task)
                task.round += 1
                task.queued_at = now()
                session.flush()
                self._queue.add(session, PLATFORM, task.key, task.round)

    def run(self, key: str, round_: int) -> None:
        """Do a task. It may be begun twice; whatever goes wrong is kept, and shown to instructors."""
        with self.database.writing() as session:
            task = session.get(PlatformTask, key)
            if task is None or task.round != round_ or task.queued_at is None:
                return
            task.seen = _state(session)
        began = time.thread_time()
        fault, failed, wish = None, False, None
        sent = Sent()
        try:
            sent = self._do(task)
            fault = sent.fault
        except Unavailable as down:
            fault, failed, wish = str(down), True, down.wish
        except Exception:
            _log.exception("the task %s failed", key)
            fault, failed = "the service has a fault; it was written down in the logs", True
        took = timedelta(seconds=time.thread_time() - began)
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
                else min(_MOST_BETWEEN, max(_BETWEEN, _SHARE * took))
            )

    def close(self) -> None:
        """Close the connections."""
        if self._queue is not None:
            self._queue.close()

    def _waiting(self, session: Session, task: PlatformTask) -> int:
        link = None if task.link_id is None else active_link(session, task.link_id)
        return 0 if link is None else len(waiting(session, link))

    def _do(self, task: PlatformTask) -> Sent:
        if task.context_id is not None:
            return Sent(fault=read_roster(self.database, self._tokens, task.context_id))
        assert task.link_id is not None
        return GradeSender(self.database, self._tokens).send(task.link_id)


def send_again(session: Session, link_id: str) -> None:
    """Have everything that is due at a link tried at once, what was declined included."""
    session.execute(
        update(PlatformGrade)
        .where(PlatformGrade.link_id == link_id, PlatformGrade.fault.is_not(None))
        .values(next_at=now())
    )
    _at_once(session, _GRADES + link_id)


def read_again(session: Session, context_id: str) -> None:
    """Have the roster of a context read at once."""
    _at_once(session, _ROSTER + context_id)


def _at_once(session: Session, key: str) -> None:
    session.execute(
        update(PlatformTask).where(PlatformTask.key == key).values(next_at=now(), done_at=None)
    )


def _due(session: Session) -> list[PlatformTask]:
    """The tasks for which it is time; those that were never queued before are new rows."""
    links, contexts = active_links(session), active_contexts(session)
    if not links and not contexts:
        return []
    tasks = {row.key: row for row in session.scalars(select(PlatformTask))}
    known = [task for link in links if (task := tasks.get(_GRADES + link.id)) is not None]
    results, event = _results_since(session, known), _last_event(session)
    found = []
    for link in links:
        task = tasks.get(_GRADES + link.id)
        newest = results.get(str(link.assignment_id), 0)
        if _is_time(task, _WITHOUT_REASON) or (_is_free(task) and _is_new(task, newest, event)):
            found.append(task or PlatformTask(key=_GRADES + link.id, link_id=link.id, round=0))
    for context in contexts:
        task = tasks.get(_ROSTER + context.id)
        opened = (
            task is not None
            and task.done_at is not None
            and context.seen_at > task.done_at + _BETWEEN_ROSTERS
        )
        if _is_time(task, _ROSTER_LIFE) or (_is_free(task) and opened):
            found.append(
                task or PlatformTask(key=_ROSTER + context.id, context_id=context.id, round=0)
            )
    return found


def _is_free(task: PlatformTask | None) -> bool:
    """Whether a task may be queued: it is not, and its pause is over."""
    if task is None:
        return True
    if task.queued_at is not None:
        return task.queued_at < now() - _LOST
    return task.next_at <= now()


def _is_time(task: PlatformTask | None, life: timedelta) -> bool:
    """Whether a task is due without anything new."""
    if task is None:
        return True
    is_old = task.done_at is None or task.done_at < now() - life
    return _is_free(task) and bool(task.failures or task.waiting or task.fault or is_old)


def _is_new(task: PlatformTask | None, newest: int, event: int) -> bool:
    """Whether a result or an event has come since a task was begun last."""
    result, former = _seen(task)
    return newest > result or event > former


def _seen(task: PlatformTask | None) -> tuple[int, int]:
    if task is None or task.seen is None:
        return 0, 0
    result, event = task.seen.split("-")
    return int(result), int(event)


def _state(session: Session) -> str:
    """What a task that begins now has seen: the last result, and the last event."""
    return f"{session.scalar(select(func.max(Result.id))) or 0}-{_last_event(session)}"


def _last_event(session: Session) -> int:
    """The last line of the log that may have moved points."""
    query = select(AuditEvent.id).where(AuditEvent.action.not_in(_MOVES_NOTHING))
    return session.scalar(query.order_by(AuditEvent.id.desc()).limit(1)) or 0


def _results_since(session: Session, tasks: Iterable[PlatformTask]) -> dict[str, int]:
    """Assignment -> its last result, of those that some link has not seen yet."""
    first = min((_seen(task)[0] for task in tasks), default=0)
    rows = session.execute(
        select(Submission.assignment_id, func.max(Result.id))
        .join(Result, Result.submission_id == Submission.id)
        .where(Result.id > first)
        .group_by(Submission.assignment_id)
    )
    return dict(rows.all())
