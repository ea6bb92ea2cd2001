"""Looks for tasks at little cost, so that the engine of the queue asks for them only where some wait.

The engine asks each queue many times a second, with three statements and as many objects each time: that took an
idle worker a twentieth of a processor. One statement for all queues takes next to nothing.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

_LOOK_SECONDS = 0.1
_AT_LEAST_SECONDS = 15.0
"""So often the engine asks in any case."""
_OUTAGE_SECONDS = 1.0
# The same is said twice, for SQLite: it takes the index only for its own words.
_WAITING = (
    "SELECT DISTINCT queue_name FROM {}workflow_status"
    " WHERE status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING')"
)


class QueueWatch:
    """Tells the engine's threads which queues have tasks.

    Args:
        url: of the database that holds the queues.
    """

    def __init__(self, url: str) -> None:
        place = make_url(url)
        is_sqlite = place.get_backend_name() == "sqlite"
        self._waiting = _WAITING.format("" if is_sqlite else "dbos.")
        self._database = create_engine(
            place if is_sqlite else place.set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )
        self._tasks: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="queue-watch", daemon=True)

    @contextmanager
    def slowing(self, system: Any) -> Iterator[None]:
        """During the block, have each of the engine's threads wait for tasks of its queue before it asks for them.

        Args:
            system: the engine's access to its tables. Before its threads ask for the tasks of a queue, they ask
                it where to look; an engine that does otherwise asks as often as it is set to.
        """
        where: Callable[[str], Any] | None = getattr(system, "dequeue_scopes", None)

        def wait_and_say(queue: str) -> Any:
            assert where is not None
            if not self._ended.is_set():
                self._tasks[queue].wait(_AT_LEAST_SECONDS)
                self._tasks[queue].clear()
            return where(queue)

        if where is not None:
            system.dequeue_scopes = wait_and_say
        self._thread.start()
        try:
            yield
        finally:
            self._ended.set()
            self._thread.join()

    def _look(self) -> None:
        try:
            while not self._ended.is_set():
                try:
                    self._look_again_and_again()
                except (SQLAlchemyError, self._database.dialect.loaded_dbapi.Error):
                    # The engine says what is wrong, and asks until it is mended.
                    self._let_ask(list(self._tasks))
                    self._ended.wait(_OUTAGE_SECONDS)
        finally:
            self._ended.set()
            self._let_ask(list(self._tasks))

    def _look_again_and_again(self) -> None:
        # The driver's own cursor: SQLAlchemy's work on a statement costs more than the statement.
        with closing(self._database.raw_connection()) as connection:
            cursor = connection.cursor()
            while not self._ended.wait(_LOOK_SECONDS):
                cursor.execute(self._waiting)
                self._let_ask(name for (name,) in cursor.fetchall())

    def _let_ask(self, queues: Iterable[str]) -> None:
        for queue in queues:
            self._tasks[queue].set()
