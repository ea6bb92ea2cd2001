"""What waits to be graded. The engine is DBOS Transact; no other module knows that.

The engine keeps its tables in the service's own database, so a submission and its place in the queue are
committed together or not at all. A worker that is killed leaves its task marked as begun under its name;
the worker that takes its place, with the same name, begins the task again. So work must come to the same
whether it is done once or twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from grader.service.database import is_outage
from grader.service.object_store import StoreUnavailable

if TYPE_CHECKING:
    from dbos import DBOSClient

GRADE, LOOK, JOB, PLATFORM = "grade", "look", "job", "platform"
"""The kinds of tasks: to grade a submission, look at an upload, do a job for an instructor, ask a platform."""

_APPLICATION = "grader"


@dataclass(frozen=True, slots=True)
class _Queue:
    """Where the tasks of one kind wait, how many a worker does at once, and seconds between two looks."""

    name: str
    at_once: int = 2  # one is graded while the next is fetched
    pause: float = 0.1


_QUEUES = {
    GRADE: _Queue("grading"),
    # Of another queue, so that who only looks does not stand behind a class that hands in.
    LOOK: _Queue("looking"),
    # One at a time for each worker, so that no student stands behind a whole class that is graded again.
    JOB: _Queue("jobs", 1, 0.5),
    # What waits for other people's servers holds up nothing else.
    PLATFORM: _Queue("platforms", 1, 1.0),
}
# Tasks outlive an upgrade of the program, so its version is no part of them.
_VERSION = "1"
_RETRIES, _RETRY_SECONDS = 60, 2.0
_NO_SCHEDULES_SECONDS = 3600.0
_CLIENT_CONNECTIONS, _WORKER_CONNECTIONS = 2, 6
"""To the database, at most, of the engine alone."""
_log = logging.getLogger(__name__)


def prepare(url: str) -> None:
    """Create the engine's tables in the database at ``url``, or bring them up to date."""
    from dbos import DBOS

    _quiet()
    DBOS.migrate(url)


class WorkQueue:
    """The side of the queue that adds to it.

    Args:
        url: of the service's database.
    """

    def __init__(self, url: str) -> None:
        from dbos import DBOSClient

        _quiet()
        self._client: DBOSClient = DBOSClient(
            system_database_url=url,
            application_name=_APPLICATION,
            system_database_pool_size=_CLIENT_CONNECTIONS,
            retry_connection_errors=False,  # else a process that is to end would wait for the database
        )

    def add(self, session: Session, task: str, *arguments: str | int) -> None:
        """Queue a task as part of the session's transaction; with the same arguments it is queued once.

        Args:
            task: one of the kinds above.
            arguments: the id of what is to be done, and for what is done again and again, its number.
        """
        from dbos import WorkflowSerializationFormat

        self._client.enqueue_in_transaction(
            session,
            {
                "workflow_name": task,
                "queue_name": _QUEUES[task].name,
                "workflow_id": "-".join(map(str, (task, *arguments))),
                "app_version": _VERSION,
                "serialization_type": WorkflowSerializationFormat.PORTABLE,
            },
            *arguments,
        )

    def take_back(self, alive: Collection[str] = ()) -> None:
        """Queue again what workers had begun that are dead.

        Args:
            alive: the names of the workers that run.
        """
        for task, queue in _QUEUES.items():
            begun = self._client.list_workflows(
                status="PENDING", name=task, load_input=False, load_output=False
            )
            ids = [each.workflow_id for each in begun if each.executor_id not in alive]
            if ids:
                self._client.resume_workflows(ids, queue_name=queue.name)

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()


@dataclass(frozen=True, slots=True)
class Handler:
    """What is done for the tasks of one kind.

    do       takes the task's arguments. While the database or the object store does not answer, it is tried
             until they do.
    give_up  called after the last try; with it, an error of the operating system is tried again for two
             minutes. Without it, do raises nothing else.
    """

    do: Callable[..., None]
    give_up: Callable[..., None] | None = None


class QueueWorker:
    """The side of the queue that takes from it, in threads of its own; a context manager.

    Args:
        url: of the service's database.
        name: the worker's; no two workers that run at a time have the same. A new worker with an old
            one's name takes over what that one left.
        handlers: what is done for each kind of task.
    """

    def __init__(self, url: str, name: str, handlers: Mapping[str, Handler]) -> None:
        from dbos import DBOS

        _quiet()
        DBOS(
            config={
                "name": _APPLICATION,
                "system_database_url": url,
                "executor_id": name,
                "application_version": _VERSION,
                "run_migrations": False,
                "sys_db_pool_size": _WORKER_CONNECTIONS,
                "log_level": "WARNING",
                "scheduler_polling_interval_sec": _NO_SCHEDULES_SECONDS,
            }
        )
        self._dbos = DBOS
        self._under_way = 0
        self._moved_at = time.monotonic()
        self._lock = Lock()
        engines = logging.getLogger("dbos")
        engines.handlers.clear()  # it writes lines of its own form; ours are JSON
        engines.propagate = True
        for task, handler in handlers.items():
            self._register(task, handler)

    def _register(self, task: str, handler: Handler) -> None:
        from dbos import WorkflowSerializationFormat

        give_up = handler.give_up

        @self._dbos.step(
            name=f"do_{task}",
            retries_allowed=give_up is not None,
            interval_seconds=_RETRY_SECONDS,
            max_attempts=_RETRIES,
            backoff_rate=1.0,
            should_retry=lambda fault: isinstance(fault, OSError),
        )
        def step(*arguments: Any) -> None:
            _outlasting(lambda: handler.do(*arguments))

        @self._dbos.step(name=f"give_up_{task}")
        def last_step(*arguments: Any) -> None:
            if give_up is not None:
                _outlasting(lambda: give_up(*arguments))

        @self._dbos.workflow(name=task, serialization_type=WorkflowSerializationFormat.PORTABLE)
        def whole(*arguments: Any) -> None:
            with self._counted():
                try:
                    step(*arguments)
                except Exception:
                    _log.exception("the task %s %s failed", task, arguments[0])
                    last_step(*arguments)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._under_way, self._moved_at = self._under_way + 1, time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._under_way, self._moved_at = self._under_way - 1, time.monotonic()

    @property
    def idle_seconds(self) -> float:
        """For how long nothing was done; 0 while something is."""
        with self._lock:
            return 0.0 if self._under_way else time.monotonic() - self._moved_at

    def __enter__(self) -> QueueWorker:
        self._dbos.listen_queues([queue.name for queue in _QUEUES.values()])
        self._dbos.launch()
        for queue in _QUEUES.values():
            self._dbos.register_queue(
                queue.name,
                worker_concurrency=queue.at_once,
                polling_interval_sec=queue.pause,
                on_conflict="always_update",
            )
        return self

    def __exit__(self, *exc: object) -> None:
        self._dbos.destroy(workflow_completion_timeout_sec=30, destroy_registry=True)


def _outlasting(work: Callable[[], None]) -> None:
    """Do it; while the database or the object store does not answer, try again: no work is at fault."""
    while True:
        try:
            return work()
        except (DBAPIError, PoolTimeout, StoreUnavailable) as fault:
            if not isinstance(fault, StoreUnavailable) and not is_outage(fault):
                raise
            _log.warning("waits for what is kept elsewhere: %s", type(fault))
            time.sleep(_RETRY_SECONDS)


def _quiet() -> None:
    """The engine reports its daily business; only what goes wrong is for our logs."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
