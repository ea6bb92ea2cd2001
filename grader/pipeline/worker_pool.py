"""Worker processes: each does one task at a time, and its death costs that task alone.

A submission can make Python's parser take any memory and time, and only a process can be ended. So
the pool knows which task a worker was at when it ended; another worker goes on with the rest. (The
executor of `concurrent.futures` gives up all tasks when one worker dies.)

A worker is a fork where that is safe for a process of one thread (Linux), which takes some
milliseconds; elsewhere it is a new interpreter.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError, GraderError, Unfinished

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Sandbox, Task], Result]
MapTasks = Callable[[Work[Any, Any], Sequence[Any]], Iterator[Any]]
"""Yields ``work(sandbox, task)`` of every task, in the order of the tasks."""

CAN_FORK = sys.platform.startswith("linux")
OUT_OF_MEMORY = 77
"""Exit code of a worker that took too much memory for a task, or whose result is too large."""

_MOST_STILLBORN = 4  # workers in a row that end before they can begin
_LARGEST_RESULT = 64 * 2**20  # bytes; the largest honest ones have some hundred thousand
_LOOK = 0.1  # seconds between two looks at the clock, and at whether to stop
_GRACE = 1.0  # seconds for what is under way when a stop is asked for
# Another worker takes a quarter of a second of a processor to start.
_TASKS_PER_WORKER = 40
_SLOW_SECONDS = 0.5
_SAFE_PATH = "PYTHONSAFEPATH"
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job(Generic[Task]):
    task: Task
    deaths: int = 0


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: BaseProcess
    connection: Connection
    job: _Job[Task] | None = None
    ready: bool = False


class _Queue(Generic[Task]):
    """Tasks that wait. One is taken ahead, to know whether there is one; true if there is."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._next: list[_Job[Task]] = []

    def __bool__(self) -> bool:
        if not self._next:
            self._next += map(_Job, islice(self._tasks, 1))
        return bool(self._next)

    def take(self) -> _Job[Task]:
        return self._next.pop()

    def put_back(self, job: _Job[Task]) -> None:
        self._next.append(job)


def _fail(task: object, exit_code: int | None, deaths: int) -> Any:
    raise AuthorError(f"a worker process died (exit code {exit_code})")


class WorkerPool(Generic[Task, Result]):
    """A context manager; on leaving, every worker is killed.

    Args:
        make: called once in every worker, returns the function that does a task there. It is pickled
            where workers are not forked.
        lost: called with a task, the exit code of the worker that died over it, and how many have;
            returns the result, or None to try the task again. Without it, a death is an AuthorError.
        jobs: at most so many workers.
        fork: whether workers are copies of this process, or new interpreters.
    """

    def __init__(
        self,
        make: Callable[[], Callable[[Task], Result]],
        lost: Callable[[Task, int | None, int], Result | None] = _fail,
        jobs: int = 1,
        fork: bool = CAN_FORK,
    ) -> None:
        self._make, self._lost, self._jobs, self._fork = make, lost, jobs, fork
        self._workers: list[_Worker[Task]] = []
        self._stillborn = 0
        self._last_start = time.monotonic()

    def __enter__(self) -> WorkerPool[Task, Result]:
        return self

    def __exit__(self, *exc: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def results(
        self,
        tasks: Iterable[Task],
        total: int = 1,
        stop: Callable[[], bool] = lambda: False,
        tick: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[Task, Result]]:
        """Yield every task with its result as it comes, in any order.

        Tasks are taken one by one as there is room for them, so there may be any number.

        Args:
            total: how many there are, as far as that is known.
            stop: once true, no task is begun, and what does not end within a second has no result.
            tick: called again and again while there is nothing new.

        Raises:
            Exception: whatever ``make`` or the function that it returned raises.
            Unfinished: when workers die before they can begin.
        """
        queue = _Queue(tasks)
        began, done = time.monotonic(), 0
        deadline: float | None = None
        while True:
            if not stop():
                self._assign(queue, total - done, began, done)
            elif deadline is None:
                deadline = time.monotonic() + _GRACE
            busy = any(worker.job is not None for worker in self._workers)
            if not busy and (deadline is not None or not queue):
                return
            if deadline is not None and time.monotonic() >= deadline:
                return
            tick()
            for connection in wait([w.connection for w in self._workers], timeout=_LOOK):
                worker = next(w for w in self._workers if w.connection is connection)
                result = self._receive(worker, queue)
                if result is not None:
                    done += 1
                    if not stop():  # first: the worker is busy while its result is looked at
                        self._assign(queue, total - done, began, done)
                    yield result

    def _assign(self, queue: _Queue[Task], rest: int, began: float, done: int) -> None:
        """Give every idle worker a task, and start workers as far as that is worth it."""
        while queue and len(self._workers) < self._worthwhile(rest, began, done):
            self._start()
        for worker in self._workers:
            if worker.ready and worker.job is None and queue:
                worker.job = queue.take()
                _log.info("worker %s begins %s", worker.process.pid, worker.job.task)
                try:
                    worker.connection.send(worker.job.task)
                except OSError:
                    pass  # it is dead, which its connection reports

    def _worthwhile(self, rest: int, began: float, done: int) -> int:
        """How many workers are worth their start: more for many tasks, and for slow ones."""
        number = rest // _TASKS_PER_WORKER
        now = time.monotonic()
        if self._workers and now - self._last_start > _SLOW_SECONDS:
            left = rest * (now - began) / max(done, 1)
            number = max(number, len(self._workers) + (left > 2 * _SLOW_SECONDS))
        return max(1, min(self._jobs, number, rest))

    def _start(self) -> None:
        if self._stillborn >= _MOST_STILLBORN:
            raise Unfinished(
                "worker processes die before they have graded anything",
                hint="see grader doctor; the same command goes on from here",
            )
        context: Any = multiprocessing.get_context("fork" if self._fork else "spawn")
        connection, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self._make, os.getpid()), daemon=True
        )
        with _safe_path():
            process.start()
        theirs.close()
        _log.info("worker %s started", process.pid)
        self._last_start = time.monotonic()
        self._workers.append(_Worker(process, connection))

    def _receive(self, worker: _Worker[Task], queue: _Queue[Task]) -> tuple[Task, Result] | None:
        """What a worker sends, or what becomes of its task when it has ended."""
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            return self._bury(worker, queue)
        if kind == "ready":
            worker.ready, self._stillborn = True, 0
            return None
        if kind == "raised":
            raise value
        job, worker.job = worker.job, None
        assert job is not None
        return job.task, value

    def _bury(self, worker: _Worker[Task], queue: _Queue[Task]) -> tuple[Task, Result] | None:
        self._workers.remove(worker)
        process, job = worker.process, worker.job
        process.join(_GRACE)
        process.kill()
        process.join()
        worker.connection.close()
        if job is None:
            _log.warning("worker %s ended with exit code %s", process.pid, process.exitcode)
            self._stillborn += not worker.ready
            return None
        died = (process.pid, process.exitcode, job.task)
        _log.warning("worker %s ended with exit code %s at %s", *died)
        job.deaths += 1
        result = self._lost(job.task, process.exitcode, job.deaths)
        if result is None:
            _log.info("%s is tried again", job.task)
            queue.put_back(job)
            return None
        return job.task, result


@contextmanager
def sandbox_workers(jobs: int) -> Iterator[MapTasks]:
    """Workers with a sandbox of their own, for work in several rounds. One job is done in this process.

    The work is a function of a module and a task plain data, since both are sent to the worker. Nothing
    that is drawn or computed for an exercise is sent: a worker reads the course itself.
    """
    if jobs == 1:
        with open_sandbox() as sandbox:
            yield lambda work, tasks: (work(sandbox, task) for task in tasks)
        return
    with WorkerPool[tuple[int, Work[Any, Any], Any], Any](_with_sandbox, jobs=jobs) as pool:

        def map_tasks(work: Work[Any, Any], tasks: Sequence[Any]) -> Iterator[Any]:
            numbered = [(number, work, task) for number, task in enumerate(tasks)]
            early: dict[int, Any] = {}
            following = 0
            for (number, _, _), result in pool.results(numbered, len(numbered)):
                early[number] = result
                while following in early:
                    yield early.pop(following)
                    following += 1

        yield map_tasks


def _with_sandbox() -> Callable[[tuple[int, Work[Any, Any], Any]], Any]:
    sandbox = open_sandbox().__enter__()  # ends with its process
    return lambda numbered: numbered[1](sandbox, numbered[2])


@contextmanager
def _safe_path() -> Iterator[None]:
    """While processes are started: keep the working directory off their import path.

    A new interpreter would put it first, and take its first modules from there: a folder of
    submissions must not be where they come from. The environment is restored for whatever else the
    caller starts.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _serve(connection: Connection, make: Callable[[], Callable[[Any], Any]], parent: int) -> None:
    """A worker: does tasks until nobody sends any more."""
    # Ctrl-C reaches every process of the terminal; the parent decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with(parent)
    try:
        work = make()
    except Exception as fault:
        connection.send(("raised", _picklable(fault)))
        return
    connection.send(("ready", None))
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        try:
            data = pickle.dumps(("done", work(task)))
        except Exception as fault:
            data = pickle.dumps(("raised", _picklable(fault)))
        if len(data) > _LARGEST_RESULT:  # a report that large would cost whoever renders it
            os._exit(OUT_OF_MEMORY)
        connection.send_bytes(data)


def _picklable(fault: Exception) -> Exception:
    """The exception as it is sent, with its traceback where it is not a known error."""
    if not isinstance(fault, GraderError):
        fault.add_note("".join(traceback.format_exception(fault)))
    try:
        pickle.loads(pickle.dumps(fault))  # noqa: S301 (written just here)
    except Exception:
        return AuthorError(f"{type(fault).__name__}: {fault}")
    return fault


def _end_with(parent: int) -> None:
    """Have this process end with the one that started it, which may be killed at any moment."""
    if not CAN_FORK:
        threading.Thread(target=_wait_for_parent, daemon=True).start()
        return
    from grader.sandbox.lockdown.kernel import die_with_parent

    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
