"""Many machines: orders go to the workers of a dask scheduler, and only this process writes.

What travels is the submission's bytes and what is known of its earlier reports; the course has to be on
every worker. A worker that would give another report, since its exercise or its environment differs, is
refused. When a worker dies, the scheduler gives its orders to another one; an order that kills several is
given up. When all are gone, the run waits a while for others, then ends; the same command goes on later.
"""

from __future__ import annotations

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
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.batch.guarded_fork import judge_for
from grader.batch.interrupt import Stopping
from grader.batch.judge import Answer, Judge, Options
from grader.batch.limits import Excess, JudgeLimits, TooCostly
from grader.batch.orders import Order, environment_hash
from grader.batch.pool import Hands, Standing
from grader.batch.reading import contents
from grader.util.errors import GraderError, Unfinished, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

    from grader.course.catalog import Course

Answers = tuple[Answer, ...]
_PATIENCE = 30.0  # at the start
_LOOK = 0.5  # seconds between two looks at who is there
_GRACE = 0.5  # seconds for what is under way when a stop is asked for


class Refused(Exception):
    """Raised on a worker that does not grade as the coordinator would; its address is the second argument."""


class Died(Exception):
    """Raised on a worker whose judge died over an order, twice."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the workers are, and what becomes of orders that they cannot answer.

    patience    seconds that there may be no worker
    limits      what judging one submission may cost a worker
    give_up     the answers to an order whose worker died, and why
    too_costly  the answers to an order that met a limit
    """

    scheduler: str
    patience: float
    limits: JudgeLimits
    give_up: Callable[[Order, str], Answers]
    too_costly: Callable[[Order, Excess], Answers]


def run_on_cluster(
    orders: Iterable[Order], judge: Judge, cluster: Cluster, stopping: Stopping
) -> Iterator[tuple[Order, Answers]]:
    """The answers to ``orders`` as they come; a bounded number of them is on the way.

    Raises Unfinished when there has been no worker for the cluster's patience.
    """
    client = _client(cluster.scheduler)
    try:
        yield from _Run(client, judge, cluster, stopping).answers(iter(orders))
    finally:
        client.close()


class _Run:
    def __init__(
        self,
        client: Client,
        judge: Judge,
        cluster: Cluster,
        stopping: Stopping,
    ) -> None:
        self.client, self.judge, self.cluster, self.stopping = client, judge, cluster, stopping
        self.address, self.patience = client.scheduler.address, cluster.patience
        self.refused: dict[str, str] = {}
        self.agreement = agreement(judge)
        self.flight: dict[Future, Order] = {}
        self._deadline: float | None = None

    def answers(self, orders: Iterator[Order]) -> Iterator[tuple[Order, Answers]]:
        from distributed.scheduler import KilledWorker

        more = True
        while more or self.flight:
            more = more and not self.stopping.wanted
            while more and len(self.flight) < self._room():
                order = next(orders, None)
                more = order is not None
                if order is not None:
                    self._send(order)
            if not self.flight:
                continue
            future = self._next_done()
            if future is None:
                return
            order = self.flight.pop(future)
            try:
                yield order, future.result()
            except CancelledError:  # the scheduler went just now: see `_next_done`
                self.flight[future] = order
            except Refused as fault:
                why, worker = fault.args
                self.refused[worker] = why
                self._send(order)
            except TooCostly as fault:
                yield order, self.cluster.too_costly(order, fault.excess)
            except Died as fault:
                yield order, self.cluster.give_up(order, str(fault))
            except KilledWorker:
                yield order, self.cluster.give_up(order, "its worker died, several times")

    def _send(self, order: Order) -> None:
        path = str(self.judge.course.root)
        full = replace(order, data=tuple(map(contents, order.pending.handed_in)))
        future = self.client.submit(
            _answer,
            full,
            path,
            self.judge.options,
            self.cluster.limits,
            self.agreement,
            pure=False,
            workers=self._allowed() if self.refused else None,
        )
        self.flight[future] = order

    def _next_done(self) -> Future | None:
        """Wait for one of those on the way; None where a stop is wanted and none ends in a moment."""
        import asyncio

        from distributed import wait

        worked = time.monotonic()
        while True:
            # One at a time, and only then the next order: so no more than there is room for is kept.
            done = next((future for future in self.flight if future.done()), None)
            if done is not None and not done.cancelled():
                return done
            if self.stopping.wanted:
                self._deadline = self._deadline or time.monotonic() + _GRACE
                if time.monotonic() >= self._deadline:
                    return None
            alive = done is None and bool(self._workers())
            if alive:
                worked = time.monotonic()
            elif not self.stopping.wanted and time.monotonic() - worked >= self.patience:
                raise Unfinished(
                    f"there has been no worker at {self.address} for {self.patience:g} seconds",
                    hint="what was graded is written; the same command goes on from here, once there are workers",
                )
            if done is not None:  # the scheduler is gone, and with it all that it was to do
                time.sleep(_LOOK)
                continue
            with (
                self.client.as_current(),
                suppress(TimeoutError, CancelledError, asyncio.CancelledError),
            ):
                wait(list(self.flight), timeout=_LOOK, return_when="FIRST_COMPLETED")

    def _allowed(self) -> list[str]:
        found = [address for address in self._workers() if address not in self.refused]
        if not found:
            raise GraderError(
                f"no worker grades as this machine does: {'; '.join(sorted(set(self.refused.values())))}",
                hint="install the same versions on the workers, and give them the same course",
            )
        return found

    def _workers(self) -> dict[str, dict[str, Any]]:
        try:
            found: dict[str, dict[str, Any]] = self.client.scheduler_info(n_workers=-1)["workers"]
        except OSError:  # the scheduler cannot be asked
            return {}
        return found

    def _room(self) -> int:
        threads: int = sum(worker["nthreads"] for worker in self._workers().values())
        return max(4, 2 * threads)


def agreement(judge: Judge) -> tuple[str, str]:
    """What two machines must have in common to give the same reports: the course, and the environment."""
    return course_hash(judge.course), environment_hash(judge.environment)


def course_hash(course: Course) -> str:
    """One hash over the versions of all exercises that can be read."""
    names = course.graded_names()
    lines = [f"{name} {course.definition(name).version}\n" for name in sorted(names)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:32]


def _client(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "--executor dask needs the package distributed",
            hint="install the grader with its extra: cluster",
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said here
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


def _answer(
    order: Order, root: str, options: Options, limits: JudgeLimits, wanted: tuple[str, str]
) -> Answers:
    with _lock:
        from distributed import get_worker

        address = get_worker().address
        try:
            judge, own = _judge_here(root, options, limits)
        except GraderError as fault:
            raise Refused(f"{address}: {fault.message}", address) from None
        if own != wanted:
            what = "another version of the course" if own[0] != wanted[0] else "another environment"
            raise Refused(f"{address} has {what}", address)
        return judge.answer(order)


@cache
def _judge_here(
    root: str, options: Options, limits: JudgeLimits
) -> tuple[Standing, tuple[str, str]]:
    """This worker's judge, in a process of its own that a submission may bring down; it ends with this one.

    A dask worker has threads, so that process is no copy but a new interpreter. The course is the one that the worker's own environment names, else the one at the same path.
    """
    from grader.course.catalog import VARIABLE, Course, find_course

    here = Path(root).is_dir() and not os.environ.get(VARIABLE)
    course = Course(Path(root)) if here else find_course()
    with Judge(course, options) as judge:
        own = agreement(judge)
    # Under its nanny a dask worker is what multiprocessing calls a daemon, which may start no process.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    make_judge = partial(judge_for, course.root, options, limits)
    return Standing(Hands(make_judge, _died, _too_costly, copies=False)), own


def _died(order: Order, why: str) -> Answers:
    raise Died(why)


def _too_costly(order: Order, excess: Excess) -> Answers:
    raise TooCostly(excess)
