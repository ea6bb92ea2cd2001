"""Starts the processes of a service, and starts one again when it has died."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from types import FrameType

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from grader.service import work_queue
from grader.service.database import is_outage
from grader.service.liveness import Liveness
from grader.service.openid import SECRETS
from grader.service.service_settings import SUPERVISOR, VARIABLE, Settings
from grader.service.work_queue import WorkQueue
from grader.util.errors import UsageError
from grader.util.files import take_lock, writing_into

_LOOK_SECONDS = 0.2
_SHORT_LIFE, _LONGEST_PAUSE = 5.0, 30.0
_GRACE_SECONDS = 40.0
_TAKE_BACK_SECONDS = 5.0
_log = logging.getLogger(__name__)


def prepare(settings: Settings) -> None:
    """Make the folder, its database and its key, or bring those of an older version up to date.

    Raises UsageError where that cannot be.
    """
    with writing_into(settings.data):
        for folder in (settings.data, settings.logs, settings.scratch):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.remember_database()
    try:
        with settings.database() as database:
            database.migrate()
    except DBAPIError as fault:
        if not is_outage(fault) or settings.database_url is None:
            raise
        raise UsageError(
            f"the database does not answer: {str(fault.orig).strip().splitlines()[0]}",
            "is the address right, and may this machine reach it?",
        ) from None
    if settings.web:  # who only grades signs nothing
        settings.signer()
    settings.share_object_store()
    settings.name_machine()  # before its workers start: two would name it differently


def refuse_taken_port(settings: Settings) -> None:
    """Raise UsageError where another program listens at the service's address."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as fault:
            raise UsageError(
                f"cannot listen at {settings.address}: {fault.strerror}", "choose another --port"
            ) from None


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the folder during the block; raises UsageError where another service runs in it."""
    with open(settings.data / "lock", "a") as file:
        if not take_lock(file.fileno()):
            raise UsageError(f"a service is running in {settings.data} already")
        yield


@dataclass(slots=True)
class _Process:
    """One of the service's processes, and when it may be started again."""

    role: tuple[str, ...]
    running: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0

    @property
    def name(self) -> str:
        return "-".join(self.role)


@dataclass(slots=True)
class Supervisor:
    """Keeps the web processes and the workers running; to be used while the folder is `locked`."""

    settings: Settings
    ready: Callable[[], None] = lambda: None
    """Called once, when the service answers."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _processes: list[_Process] = field(default_factory=list)
    _liveness: Liveness = field(default_factory=Liveness)
    _next_look: float = 0.0

    def run(self) -> None:
        """Run the service until a signal asks to end; what is under way is finished first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._request)
        work_queue.prepare(self.settings.url)
        if self.settings.database_url is None:
            with closing(WorkQueue(self.settings.url)) as queue:
                queue.take_back()  # no worker runs yet: what was begun is nobody's
        workers = [("worker", str(slot)) for slot in range(self.settings.workers)]
        web = [("web", str(slot)) for slot in range(self.settings.web_processes)]
        roles = [*web, *workers] if self.settings.web else workers
        self._processes = [_Process(role) for role in roles]
        answers = False
        try:
            while not self._stop.wait(_LOOK_SECONDS):
                for process in self._processes:
                    self._look_after(process)
                if not answers and (not self.settings.web or _answers(self.settings)):
                    answers = True
                    self.ready()
                if self.settings.database_url and time.monotonic() > self._next_look:
                    self._next_look = time.monotonic() + _TAKE_BACK_SECONDS
                    self._take_back_from_the_dead()
        finally:
            self._end()

    def _take_back_from_the_dead(self) -> None:
        """Queue again what workers had begun that are silent, on whatever machine they were.

        Machines do so one at a time: else one could take back what another has just given to a worker.
        """
        try:
            with self.settings.database() as database:
                self._liveness.look(database)
                if self._liveness.is_sure:
                    with database.writing(), closing(WorkQueue(self.settings.url)) as queue:
                        queue.take_back(self._liveness.alive)
        except SQLAlchemyError as fault:
            self._liveness.forget()
            _log.warning("the database does not answer: %s", type(fault).__name__)

    def _request(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _look_after(self, process: _Process) -> None:
        moment = time.monotonic()
        if process.running is not None:
            if (code := process.running.poll()) is None:
                return
            _log.warning("%s ended with exit code %s", process.name, code)
            process.running = None
            short = moment - process.began < _SHORT_LIFE
            process.pause = min(max(0.5, 2 * process.pause), _LONGEST_PAUSE) if short else 0.0
            process.not_before = moment + process.pause
        if moment >= process.not_before:
            self._start(process)

    def _start(self, process: _Process) -> None:
        environment = {
            **_environment(process.role[0]),
            VARIABLE: self.settings.dumped(),
            SUPERVISOR: str(os.getpid()),
        }
        with open(self.settings.logs / f"{process.name}.log", "ab") as log:
            process.running = subprocess.Popen(
                [sys.executable, "-P", "-m", "grader.service.process", *process.role],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        process.began = time.monotonic()
        _log.info("%s started", process.name)

    def _end(self) -> None:
        """The web processes first: nobody is promised anything any more, then work is finished."""
        deadline = time.monotonic() + _GRACE_SECONDS
        for process in self._processes:
            if process.running is not None:
                process.running.terminate()
        for process in self._processes:
            if process.running is None:
                continue
            try:
                process.running.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.running.kill()
                process.running.wait()


def _environment(role: str) -> dict[str, str]:
    """This process's own; who runs students' work does not get the secrets for signing in."""
    if role != "web":
        return {name: text for name, text in os.environ.items() if not name.startswith(SECRETS)}
    # The C library would let each of a web process's 40 threads grow a heap of its own.
    return {"MALLOC_ARENA_MAX": "2", **os.environ}


def _answers(settings: Settings) -> bool:
    try:
        socket.create_connection((settings.host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True
