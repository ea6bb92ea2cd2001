"""Many machines: orders go to the workers of a dask scheduler, and only this process writes.

What travels is the submission's bytes and what is known of its earlier reports; the course has to be on
every worker. A worker that would give another report, since its exercise or its environment differs, is
refused. When a worker dies, the scheduler gives its orders to another one; an order that kills several is
given up.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.batch.judge import Answer, Judge, Options
from grader.batch.reading import contents
from grader.batch.stopping import Stopping
from grader.batch.work import Order, environment_hash
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from distributed import Client

    from grader.course.catalog import Course

Answers = tuple[Answer, ...]
_PATIENCE = 30.0


class Refused(Exception):
    """Raised on a worker that does not grade as the coordinator would; its address is the second argument."""


def run_on_cluster(
    orders: Iterable[Order],
    judge: Judge,
    scheduler: str,
    give_up: Callable[[Order, str], Answers],
    stopping: Stopping,
) -> Iterator[tuple[Order, Answers]]:
    """The answers to ``orders`` as they come; a bounded number of them is on the way."""
    client = _client(scheduler)
    try:
        yield from _Run(client, judge, give_up, stopping).answers(iter(orders))
    finally:
        client.close()


class _Run:
    def __init__(
        self,
        client: Client,
        judge: Judge,
        give_up: Callable[[Order, str], Answers],
        stopping: Stopping,
    ) -> None:
        self.client, self.judge, self.give_up, self.stopping = client, judge, give_up, stopping
        self.refused: dict[str, str] = {}
        self.agreement = agreement(judge)

    def answers(self, orders: Iterator[Order]) -> Iterator[tuple[Order, Answers]]:
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        pool = as_completed(loop=self.client.loop)
        flight: dict[str, Order] = {}
        more = True
        while more or flight:
            more = more and not self.stopping.wanted
            while more and len(flight) < self._room():
                order = next(orders, None)
                more = order is not None
                if order is not None:
                    self._send(order, pool, flight)
            if not flight:
                continue
            future = next(pool)
            order = flight.pop(future.key)
            try:
                yield order, future.result()
            except Refused as fault:
                why, worker = fault.args
                self.refused[worker] = why
                self._send(order, pool, flight)
            except KilledWorker:
                yield order, self.give_up(order, "its worker died, several times")

    def _send(self, order: Order, pool: Iterable[object], flight: dict[str, Order]) -> None:
        path = str(self.judge.course.root)
        full = replace(order, data=contents(order.pending))
        future = self.client.submit(
            _answer,
            full,
            path,
            self.judge.options,
            self.agreement,
            pure=False,
            workers=self._allowed() if self.refused else None,
        )
        flight[future.key] = order
        pool.add(future)  # type: ignore[attr-defined]

    def _allowed(self) -> list[str]:
        found = [address for address in self._workers() if address not in self.refused]
        if not found:
            raise GraderError(
                f"no worker grades as this machine does: {'; '.join(sorted(set(self.refused.values())))}",
                hint="install the same versions on the workers, and give them the same course",
            )
        return found

    def _workers(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.client.scheduler_info(n_workers=-1)["workers"]
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


def _answer(order: Order, root: str, options: Options, wanted: tuple[str, str]) -> Answers:
    with _lock:
        from distributed import get_worker

        address = get_worker().address
        try:
            judge, own = _judge_here(root, options)
        except GraderError as fault:
            raise Refused(f"{address}: {fault.message}", address) from None
        if own != wanted:
            what = "another version of the course" if own[0] != wanted[0] else "another environment"
            raise Refused(f"{address} has {what}", address)
        return judge.answer(order)


@cache
def _judge_here(root: str, options: Options) -> tuple[Judge, tuple[str, str]]:
    """This worker's judge, left open: the sandbox ends when its process does.

    The course is the one that the worker's own environment names, else the one at the same path.
    """
    from grader.course.catalog import VARIABLE, Course, find_course

    here = Path(root).is_dir() and not os.environ.get(VARIABLE)
    course = Course(Path(root)) if here else find_course()
    judge = Judge(course, options)
    judge.__enter__()
    return judge, agreement(judge)
