"""Worker processes: each with a judge of its own, a bounded number of orders on the way.

A worker that dies takes the pool with it, and any of the orders on the way may be the reason. Each
of them is done again alone, so that only the one which breaks workers of its own is given up.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from grader.batch.judge import Answer
from grader.batch.stopping import Stopping
from grader.batch.work import Order
from grader.errors import Unfinished
from grader.sandbox.processor import take_one

Answers = tuple[Answer, ...]
_MOST_FRUITLESS = 4  # pools in a row, each of which takes a few submissions with it


class Grades(Protocol):
    """What a worker needs of a judge."""

    def __enter__(self) -> Grades: ...
    def answer(self, order: Order) -> Answers: ...


MakeJudge = Callable[[], Grades]
"""Called once in every worker, so it has to travel there: a module's function, or a partial of one."""


def run_orders(
    orders: Iterable[Order],
    make_judge: MakeJudge,
    give_up: Callable[[Order, str], Answers],
    jobs: int,
    stopping: Stopping,
) -> Iterator[tuple[Order, Answers]]:
    """The answers to ``orders`` as they come. Once asked to stop, no further order is begun.

    Orders are taken one by one as there is room for them, so there may be any number.
    """
    waiting = _Waiting(orders)
    suspects: list[Order] = []
    fruitless = 0
    while waiting and not stopping.wanted:
        fruitless += 1
        with _executor(make_judge, jobs) as executor:
            for answered in _until_broken(executor, jobs, waiting, suspects, stopping):
                fruitless = 0
                yield answered
        if fruitless == _MOST_FRUITLESS:
            raise Unfinished(
                "worker processes die before they have graded anything",
                hint="--jobs 1 grades without them, and shows what is wrong",
            )
    for order in suspects:
        if not stopping.wanted:
            yield order, _alone(order, make_judge, give_up)


class _Waiting:
    """Orders not yet begun: looks one ahead, and takes one back."""

    def __init__(self, orders: Iterable[Order]) -> None:
        self._rest = iter(orders)
        self._next: Order | None = None

    def __bool__(self) -> bool:
        if self._next is None:
            self._next = next(self._rest, None)
        return self._next is not None

    def first(self) -> Order:
        assert self and self._next is not None
        return self._next

    def drop(self) -> None:
        self._next = None


def _until_broken(
    executor: ProcessPoolExecutor,
    jobs: int,
    waiting: _Waiting,
    suspects: list[Order],
    stopping: Stopping,
) -> Iterator[tuple[Order, Answers]]:
    """Work through ``waiting`` as long as the pool holds; what was on the way becomes suspect."""
    flight: dict[Future[Answers], Order] = {}
    broken = False
    while flight or (not broken and not stopping.wanted and waiting):
        while not broken and not stopping.wanted and len(flight) <= jobs and waiting:
            try:
                flight[executor.submit(_answer, waiting.first())] = waiting.first()
                waiting.drop()
            except BrokenProcessPool:
                broken = True
        # A signal does not end this wait, it is noticed after it.
        for future in wait(flight, timeout=0.5, return_when=FIRST_COMPLETED).done:
            order = flight.pop(future)
            try:
                yield order, future.result()
            except BrokenProcessPool:
                broken = True
                suspects.append(order)


def _alone(
    order: Order, make_judge: MakeJudge, give_up: Callable[[Order, str], Answers]
) -> Answers:
    # That it was on the way when a worker died says nothing: a neighbour may have killed it.
    for _ in range(2):
        with _executor(make_judge, 1) as executor:
            try:
                return executor.submit(_answer, order).result()
            except BrokenProcessPool:
                continue
    return give_up(order, "its worker process died, twice")


@contextmanager
def _executor(make_judge: MakeJudge, jobs: int) -> Iterator[ProcessPoolExecutor]:
    # A spawned interpreter would put the working directory first on its import path, and take its
    # first modules from there: a folder of submissions must not be where they come from.
    os.environ["PYTHONSAFEPATH"] = "1"
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, context, _begin, (make_judge, jobs))
    try:
        yield executor
        executor.shutdown()
    except BaseException:  # nobody waits for the verdicts any more
        for worker in multiprocessing.active_children():
            worker.kill()
        executor.shutdown(cancel_futures=True)
        raise


_judge: Grades | None = None  # a worker's own, kept between its tasks


def _begin(make_judge: MakeJudge, jobs: int) -> None:
    global _judge
    number = multiprocessing.current_process().name.rpartition("-")[2]
    take_one(int(number) if number.isdigit() else 0, jobs)
    # Ctrl-C reaches every process of the terminal; what is on the way is to be finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _judge = make_judge()
    _judge.__enter__()  # left open: the sandbox ends when its judge does, however that happens


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers, and they would wait for tasks for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(order: Order) -> Answers:
    assert _judge is not None
    return _judge.answer(order)
