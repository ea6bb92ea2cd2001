"""What waits to be graded. The engine is DBOS Transact; no other module knows that.

The engine keeps its tables in the service's own database, so a submission and its place in the queue are
committed together or not at all. A worker that is killed leaves its task marked as begun under its name;
the worker that takes its place, with the same name, begins the task again. So work must come to the same
whether it is done once or twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from grader.service.database import is_outage
from grader.service.object_store import StoreUnavailable

if TYPE_CHECKING:
    from dbos import DBOSClient

Work = Callable[[str, int], None]
"""Grades one submission: its id, and the number of the result that is wanted."""
Look = Callable[[str], None]
"""Looks at one upload: its id."""
Job = Callable[[str], None]
"""Does a job for an instructor: its id."""
PlatformWork = Callable[[str, int], None]
"""Does what is to be done at a platform: the task's key, and which time it is."""

_APPLICATION, _QUEUE, _TASK = "grader", "grading", "grade"
# Of another queue, so that who only looks does not stand behind a class that hands in.
_LOOK_QUEUE, _LOOK_TASK = "looking", "look"
# One at a time for each worker, so that no student stands behind a whole class that is graded again.
_JOB_QUEUE, _JOB_TASK = "jobs", "job"
# What waits for other people's servers holds up nothing else.
_PLATFORM_QUEUE, _PLATFORM_TASK = "platforms", "platform"
_QUEUES = {
    _TASK: _QUEUE, _LOOK_TASK: _LOOK_QUEUE, _JOB_TASK: _JOB_QUEUE, _PLATFORM_TASK: _PLATFORM_QUEUE,
}  # fmt: skip
# Tasks outlive an upgrade of the program, so its version is no part of them.
_VERSION = "1"
_POLL_SECONDS = 0.1
# One is graded while the next is fetched.
_AT_ONCE = 2
_PACE = {_JOB_QUEUE: (1, 0.5), _PLATFORM_QUEUE: (1, 1.0)}
"""Queue -> how many at once, and seconds between two looks, where it is not as the others are."""
_RETRIES, _RETRY_SECONDS = 60, 2.0
_CLIENT_CONNECTIONS, _WORKER_CONNECTIONS = 2, 6
"""To the database, at most, of the engine alone."""


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

    def add(self, session: Session, submission_id: str, number: int) -> None:
        """Queue a submission's grading as part of the session's transaction.

        A result that is queued already is not queued twice.
        """
        self._add(session, _TASK, submission_id, number)

    def add_look(self, session: Session, upload_id: str) -> None:
        """Queue a look at an upload as part of the session's transaction."""
        self._add(session, _LOOK_TASK, upload_id)

    def add_job(self, session: Session, job_id: str) -> None:
        """Queue a job as part of the session's transaction."""
        self._add(session, _JOB_TASK, job_id)

    def add_platform_task(self, session: Session, key: str, number: int) -> None:
        """Queue what is to be done at a platform, for this time, as part of the session's transaction."""
        self._add(session, _PLATFORM_TASK, key, number)

    def _add(self, session: Session, task: str, *arguments: str | int) -> None:
        from dbos import WorkflowSerializationFormat

        self._client.enqueue_in_transaction(
            session,
            {
                "workflow_name": task,
                "queue_name": _QUEUES[task],
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
                self._client.resume_workflows(ids, queue_name=queue)

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()


class QueueWorker:
    """The side of the queue that takes from it, in threads of its own; a context manager.

    Args:
        url: of the service's database.
        name: the worker's; no two workers that run at a time have the same. A new worker with an old
            one's name takes over what that one left.
        work: what is done for each submission. If it raises an error of the operating system, it is
            tried again for two minutes. ``give_up`` is called after the last try and after any other
            error. While the database or the object store does not answer, it is tried until they do.
        look: what is done for each upload; it raises nothing.
        job: what is done for each job, tried again as ``work`` is.
        give_up_job: as ``give_up``.
        platform_work: what is done at platforms; it raises nothing.
    """

    def __init__(
        self,
        url: str,
        name: str,
        work: Work,
        give_up: Work,
        look: Look,
        job: Job,
        give_up_job: Job,
        platform_work: PlatformWork,
    ) -> None:
        from dbos import DBOS, WorkflowSerializationFormat

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
            }
        )
        self._dbos = DBOS
        engines = logging.getLogger("dbos")
        engines.handlers.clear()  # it writes lines of its own form; ours are JSON
        engines.propagate = True

        patiently = DBOS.step(
            retries_allowed=True,
            interval_seconds=_RETRY_SECONDS,
            max_attempts=_RETRIES,
            backoff_rate=1.0,
            should_retry=lambda fault: isinstance(fault, OSError),
        )

        @patiently
        def step(submission_id: str, number: int) -> None:
            _outlasting(lambda: work(submission_id, number))

        @DBOS.step(name="give_up")
        def last_step(submission_id: str, number: int) -> None:
            _outlasting(lambda: give_up(submission_id, number))

        @DBOS.workflow(name=_TASK, serialization_type=WorkflowSerializationFormat.PORTABLE)
        def task(submission_id: str, number: int) -> None:
            try:
                step(submission_id, number)
            except Exception:
                logging.getLogger(__name__).exception("grading %s failed", submission_id)
                last_step(submission_id, number)

        @DBOS.step(name="look_at")
        def look_step(upload_id: str) -> None:
            _outlasting(lambda: look(upload_id))

        @DBOS.workflow(name=_LOOK_TASK, serialization_type=WorkflowSerializationFormat.PORTABLE)
        def look_task(upload_id: str) -> None:
            look_step(upload_id)

        @patiently
        def job_step(job_id: str) -> None:
            _outlasting(lambda: job(job_id))

        @DBOS.step(name="give_up_job")
        def last_job_step(job_id: str) -> None:
            _outlasting(lambda: give_up_job(job_id))

        @DBOS.workflow(name=_JOB_TASK, serialization_type=WorkflowSerializationFormat.PORTABLE)
        def job_task(job_id: str) -> None:
            try:
                job_step(job_id)
            except Exception:
                logging.getLogger(__name__).exception("the job %s failed", job_id)
                last_job_step(job_id)

        @DBOS.step(name="platform_work")
        def platform_step(key: str, number: int) -> None:
            platform_work(key, number)

        @DBOS.workflow(name=_PLATFORM_TASK, serialization_type=WorkflowSerializationFormat.PORTABLE)
        def platform_task(key: str, number: int) -> None:
            platform_step(key, number)

    def __enter__(self) -> QueueWorker:
        self._dbos.listen_queues([*_QUEUES.values()])
        self._dbos.launch()
        for queue in _QUEUES.values():
            at_once, pause = _PACE.get(queue, (_AT_ONCE, _POLL_SECONDS))
            self._dbos.register_queue(
                queue,
                worker_concurrency=at_once,
                polling_interval_sec=pause,
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
            logging.getLogger(__name__).warning("waits for what is kept elsewhere: %s", type(fault))
            time.sleep(_RETRY_SECONDS)


def _quiet() -> None:
    """The engine reports its daily business; only what goes wrong is for our logs."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
