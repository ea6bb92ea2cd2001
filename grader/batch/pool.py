"""Worker processes: each judges one submission at a time, within limits that the kernel holds.

No submission is read or judged in the process that writes the results, not even with one job: a
submission can make Python's parser take any memory and time, and only a process can be ended. Which
order a worker was at when it ended is known, so only that one is given up; its successor goes on.

A worker is forked where forking a process of one thread is safe (Linux), which takes some
milliseconds; elsewhere it is a new interpreter.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from grader.batch.guarded_fork import FORKS, import_all
from grader.batch.interrupt import Stopping
from grader.batch.limits import Excess, excess_of
from grader.batch.orders import Order
from grader.batch.worker import Answers, MakeJudge, serve
from grader.sandbox.judge.worker_pool import safe_path
from grader.util.errors import Unfinished

_MOST_FRUITLESS = 4  # workers in a row that end before they can begin
_MOST_TRIES = 2
_LOOK = 0.1  # seconds between two looks at the clock, and at whether to stop
_GRACE = 1.0  # seconds for what is under way when a stop is asked for
# Another worker takes a quarter of a second of a processor to start.
_WORTH_A_WORKER = 40  # submissions
_SLOW_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Hands:
    """How orders are worked on.

    make_judge   makes what a worker answers with
    give_up      the answers to an order whose worker died, and why
    too_costly   the answers to an order that met a limit
    jobs         at most so many workers
    total        how many orders there are, as far as that is known
    tick         called again and again while there is nothing new
    copies       whether workers are copies of this process, or new interpreters
    """

    make_judge: MakeJudge
    give_up: Callable[[Order, str], Answers]
    too_costly: Callable[[Order, Excess], Answers]
    jobs: int = 1
    total: int = 0
    tick: Callable[[], None] = lambda: None
    copies: bool = FORKS


def run_orders(
    orders: Iterable[Order], hands: Hands, stopping: Stopping
) -> Iterator[tuple[Order, Answers]]:
    """The answers to ``orders`` as they come, in any order.

    Orders are taken one by one as there is room for them, so there may be any number. Once asked to
    stop, none is begun, and what does not end within a second is given up without an answer.
    """
    crew = _Crew(hands, iter(orders))
    try:
        yield from crew.answers(stopping)
    finally:
        crew.end()


class Standing:
    """A worker that stays, for orders that come one by one."""

    def __init__(self, hands: Hands) -> None:
        self._crew = _Crew(hands, iter(()))

    def answer(self, order: Order) -> Answers:
        """The answers to one order; what ``hands`` raises instead of answers is raised."""
        self._crew.follow(order)
        ((_, answers),) = self._crew.answers(Stopping())
        return answers


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    place: int
    order: Order | None = None
    ready: bool = False


class _Crew:
    def __init__(self, hands: Hands, orders: Iterator[Order]) -> None:
        self.hands, self._orders = hands, orders
        self._workers: list[_Worker] = []
        self._again: list[Order] = []  # whose worker died
        self._tries: dict[str, int] = {}
        self._next: Order | None = None
        self._fruitless = self._done = 0
        self._began = self._last_start = time.monotonic()

    def answers(self, stopping: Stopping) -> Iterator[tuple[Order, Answers]]:
        deadline: float | None = None
        while True:
            if stopping.wanted:
                deadline = deadline or time.monotonic() + _GRACE
                if time.monotonic() >= deadline:
                    return
            else:
                self._hand_out()
            if not any(worker.order for worker in self._workers) and (
                stopping.wanted or self._peek() is None
            ):
                return
            self.hands.tick()
            for connection in wait([w.connection for w in self._workers], timeout=_LOOK):
                worker = next(w for w in self._workers if w.connection is connection)
                order, answers = self._hear(worker)
                if order is not None and answers is not None:
                    self._done += 1
                    if not stopping.wanted:
                        self._hand_out()  # first: it works while what it said is written
                    yield order, answers

    def follow(self, order: Order) -> None:
        """Have one more order, when all others are done."""
        self._orders = iter((order,))

    def end(self) -> None:
        """End every worker, whatever it is at."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _peek(self) -> Order | None:
        if self._again:
            return self._again[-1]
        if self._next is None:
            self._next = next(self._orders, None)
        return self._next

    def _take(self) -> Order:
        if self._again:
            return self._again.pop()
        order, self._next = self._next, None
        assert order is not None
        return order

    def _hand_out(self) -> None:
        """Give every idle worker an order, and start workers as far as that is worth it."""
        while self._peek() is not None and len(self._workers) < self._wanted():
            self._start()
        for worker in self._workers:
            if worker.ready and worker.order is None and self._peek() is not None:
                worker.order = self._take()
                try:
                    worker.connection.send(worker.order)
                except OSError:
                    pass  # it is dead, and is found so

    def _wanted(self) -> int:
        """How many workers are worth their start: more for many orders, and for slow ones."""
        running, jobs = len(self._workers), self.hands.jobs
        rest = self.hands.total - self._done
        by_number = rest // _WORTH_A_WORKER
        now = time.monotonic()
        if now - self._last_start > _SLOW_SECONDS:
            left = rest * (now - self._began) / max(self._done, 1)
            by_number = max(by_number, running + (left > 2 * _SLOW_SECONDS))
        return max(1, min(jobs, by_number, rest))

    def _start(self) -> None:
        if self._fruitless >= _MOST_FRUITLESS:
            raise Unfinished(
                "worker processes die before they have graded anything",
                hint="see grader doctor; the same command goes on from here",
            )
        if self.hands.copies:
            import_all()  # once, for all of them
        context: Any = multiprocessing.get_context("fork" if self.hands.copies else "spawn")
        ours, theirs = context.Pipe()
        place = next(n for n in range(len(self._workers) + 1) if n not in self._places())
        arguments = (theirs, self.hands.make_judge, place, self.hands.jobs, os.getpid())
        process = context.Process(target=serve, args=arguments, daemon=True)
        with safe_path():
            process.start()
        theirs.close()
        self._last_start = time.monotonic()
        self._workers.append(_Worker(process, ours, place))

    def _places(self) -> set[int]:
        return {worker.place for worker in self._workers}

    def _hear(self, worker: _Worker) -> tuple[Order | None, Answers | None]:
        """What a worker says, or that it is gone; the order that it answers, if it does."""
        try:
            kind, said = worker.connection.recv()
        except (EOFError, OSError):
            return self._buried(worker)
        if kind == "ready":
            worker.ready, self._fruitless = True, 0
            return None, None
        if kind == "error":
            raise said
        order, worker.order = worker.order, None
        assert order is not None
        if kind == "excess":
            self._dismiss(worker)
            return order, self.hands.too_costly(order, said)
        if kind == "fault":
            return order, self.hands.give_up(order, said)
        return order, said

    def _buried(self, worker: _Worker) -> tuple[Order | None, Answers | None]:
        """Take leave of a worker that ended by itself, and settle what becomes of its order."""
        self._dismiss(worker)
        order = worker.order
        if order is None:
            self._fruitless += not worker.ready
            return None, None
        excess = excess_of(worker.process.exitcode)
        if excess == "time":
            return order, self.hands.too_costly(order, excess)
        student = order.pending.student
        self._tries[student] = self._tries.get(student, 0) + 1
        if self._tries[student] >= _MOST_TRIES:
            if excess is not None:
                return order, self.hands.too_costly(order, excess)
            return order, self.hands.give_up(order, "its worker process died, twice")
        self._again.append(
            order
        )  # somebody else may have ended it, as a system short of memory does
        return None, None

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.join(_GRACE)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
