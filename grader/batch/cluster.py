"""Many machines: orders go to the workers of a dask scheduler, and only this process writes.

What is sent is the submission's bytes and what is known of its earlier reports; the course has to be on
every worker. A worker that would give another report, since its exercise or its environment differs, is
refused. When a worker dies, the scheduler gives its orders to another one; an order that kills several is
given up. When all are gone, the run waits a while for others, then ends; the same command goes on later.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.batch.judge import (
    Answers,
    Judge,
    Options,
    Order,
    Session,
    Unanswered,
    environment_hash,
    lost_order,
    open_worker,
)
from grader.batch.limits import JudgeLimits
from grader.batch.triage import contents
from grader.course.catalog import VARIABLE, Course, find_course
from grader.pipeline.worker_pool import WorkerPool
from grader.util.errors import GraderError, Unfinished, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future, Worker

_PATIENCE = 30.0  # seconds, at the start
_LOOK = 0.5  # seconds between two looks at who is there
_GRACE = 0.5  # seconds for what is under way when a stop is asked for
_log = logging.getLogger(__name__)


class Refused(Exception):
    """Raised on a worker that does not judge as the coordinator would; its address is the second argument."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a worker needs to judge, and what it must have in common with the coordinator."""

    root: str
    options: Options
    limits: JudgeLimits
    agreement: tuple[str, str]


class Cluster:
    """The workers of a dask scheduler; a context manager.

    Args:
        scheduler: its address.
        patience: seconds that there may be no worker.
    """

    def __init__(self, scheduler: str, patience: float) -> None:
        self._scheduler, self._patience = scheduler, patience
        self._refused: dict[str, str] = {}
        self._in_flight: dict[Future, Order] = {}
        self._deadline: float | None = None

    def __enter__(self) -> Cluster:
        self._client = _client(self._scheduler)
        self._address = self._client.scheduler.address
        return self

    def __exit__(self, *exc: object) -> None:
        with suppress(OSError, CancelledError):  # the scheduler is gone, which was reported
            self._client.close()

    def results(
        self, orders: Iterable[Order], judge: Judge, limits: JudgeLimits, stop: Callable[[], bool]
    ) -> Iterator[tuple[Order, Answers | Unanswered]]:
        """Yield the orders with their results as they come; a bounded number of them is on the way.

        Raises:
            Unfinished: when there has been no worker for as long as the patience lasts.
            GraderError: when no worker judges as ``judge`` does.
        """
        from distributed.scheduler import KilledWorker

        terms = _Terms(str(judge.course.root), judge.options, limits, agreement(judge))
        waiting = iter(orders)
        more = True
        while more or self._in_flight:
            more = more and not stop()
            try:
                while more and len(self._in_flight) < self._room():
                    order = next(waiting, None)
                    more = order is not None
                    if order is not None:
                        self._send(order, terms)
                if not self._in_flight:
                    continue
                future = self._next_done(stop)
                if future is None:
                    return
                order = self._in_flight.pop(future)
                try:
                    result = future.result()
                except (CancelledError, OSError):
                    if future.status == "error":  # it was raised by the judge on the worker
                        raise
                    self._in_flight[future] = order  # the scheduler went just now: see `_next_done`
                    continue
                except Refused as fault:
                    reason, worker = fault.args
                    _log.warning("refused: %s", reason)
                    self._refused[worker] = reason
                    self._send(order, terms)
                    continue
                except KilledWorker:
                    result = Unanswered("its worker died, several times")
            except (
                OSError
            ) as fault:  # what the client raises when the scheduler dies, in many forms
                _log.warning("the scheduler at %s does not answer: %s", self._address, fault)
                raise self._unfinished() from fault
            yield order, result

    def _send(self, order: Order, terms: _Terms) -> None:
        _log.info("%s is sent", order)
        full = replace(order, data=tuple(map(contents, order.pending.handed_in)))
        workers = self._allowed() if self._refused else None
        future = self._client.submit(_answer, full, terms, pure=False, workers=workers)
        self._in_flight[future] = order

    def _next_done(self, stop: Callable[[], bool]) -> Future | None:
        """Wait for one of those on the way; None where a stop is asked for and none ends in a moment."""
        from distributed import wait

        last_seen = time.monotonic()
        while True:
            # One at a time, and only then the next order: so no more than there is room for is kept.
            done = next((future for future in self._in_flight if future.done()), None)
            if done is not None and not done.cancelled():
                return done
            if stop():
                self._deadline = self._deadline or time.monotonic() + _GRACE
                if time.monotonic() >= self._deadline:
                    return None
            if done is None and self._workers():
                last_seen = time.monotonic()
            elif not stop() and time.monotonic() - last_seen >= self._patience:
                raise self._unfinished()
            if done is not None:  # the scheduler is gone, and with it all that it was to do
                time.sleep(_LOOK)
                continue
            try:
                with self._client.as_current():
                    wait(list(self._in_flight), timeout=_LOOK, return_when="FIRST_COMPLETED")
            except TimeoutError:
                pass
            except (OSError, CancelledError, asyncio.CancelledError):  # the connection broke
                time.sleep(_LOOK)

    def _unfinished(self) -> Unfinished:
        return Unfinished(
            f"there has been no worker at {self._address} for {self._patience:g} seconds",
            hint="what was graded is written; the same command goes on from here, once there are workers",
        )

    def _allowed(self) -> list[str]:
        allowed = [address for address in self._workers() if address not in self._refused]
        if not allowed:
            reasons = "; ".join(sorted(set(self._refused.values())))
            raise GraderError(
                f"no worker grades as this machine does: {reasons}",
                hint="install the same versions on the workers, and give them the same course",
            )
        return allowed

    def _workers(self) -> dict[str, dict[str, Any]]:
        try:
            workers: dict[str, dict[str, Any]] = self._client.scheduler_info(n_workers=-1)[
                "workers"
            ]
        except OSError:  # the scheduler cannot be asked
            return {}
        return workers

    def _room(self) -> int:
        threads: int = sum(worker["nthreads"] for worker in self._workers().values())
        return max(4, 2 * threads)


def agreement(judge: Judge) -> tuple[str, str]:
    """What two machines must have in common to give the same reports: the course, and the environment."""
    return course_hash(judge.course), environment_hash(judge.environment)


def course_hash(course: Course) -> str:
    """One hash over the versions of all exercises that can be read."""
    names = course.graded_names()
    lines = [f"{name} {_version(course, name)}\n" for name in sorted(names)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:32]


def _version(course: Course, name: str) -> str:
    """The exercise's version; that of a variant depends on the course's salt as well."""
    definition = course.definition(name)
    return course.definition(name, next(iter(definition.variants), None)).version


def _client(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "--executor dask needs the package distributed",
            hint="install the grader with its extra: cluster",
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is reported here
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as fault:
        raise UsageError(
            f"there is no scheduler with workers at {scheduler}: {fault}",
            hint="start them with: dask scheduler, and dask worker ADDRESS --nthreads 1",
        ) from None
    return client


# On a worker. One judge at a time: it is one process's, and its threads would mix their children.
_lock = threading.Lock()


def _answer(order: Order, terms: _Terms) -> Answers | Unanswered:
    from distributed import get_worker

    with _lock:
        worker = get_worker()
        try:
            pool, here = _pool_of(worker, terms)
        except GraderError as fault:
            raise Refused(f"{worker.address}: {fault.message}", worker.address) from None
        if here != terms.agreement:
            same_course = here[0] == terms.agreement[0]
            what = "another environment" if same_course else "another version of the course"
            raise Refused(f"{worker.address} has {what}", worker.address)
        ((_, result),) = pool.results([order])
        return result


def _pool_of(
    worker: Worker, terms: _Terms
) -> tuple[WorkerPool[Order, Answers | Unanswered], tuple[str, str]]:
    """This worker's judge, in a process of its own that a submission may bring down, and its agreement.

    It is kept on the dask worker and ends with it. A dask worker has threads, so that process is no fork
    but a new interpreter. The course is the one that the worker's own environment names, else the one
    at the same path.
    """
    pools: dict[_Terms, Any] = worker.__dict__.setdefault("grader_pools", {})
    if terms not in pools:
        here = Path(terms.root).is_dir() and not os.environ.get(VARIABLE)
        course = Course(Path(terms.root)) if here else find_course()
        with Judge(Session(course, terms.options)) as judge:
            same = agreement(judge)
        # Under its nanny a dask worker is what multiprocessing calls a daemon, which may start no process.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        make = partial(open_worker, Session(course, terms.options, terms.limits))
        pools[terms] = WorkerPool(make, lost_order, fork=False), same
    pool, same = pools[terms]
    return pool, same
