"""Worker processes: each with a judge of its own, a bounded number of tasks on the way.

A worker that dies takes the pool with it, and any of the tasks on the way may be the reason. Each
of them is done once more alone, so that only the one which breaks a worker again is given up.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from grader.batch.judge import Verdict
from grader.batch.settle import Task
from grader.batch.stopping import Stopping


class Grades(Protocol):
    """What a worker needs of a judge."""

    def __enter__(self) -> Grades: ...
    def grade(self, task: Task) -> Verdict: ...


MakeJudge = Callable[[], Grades]
"""Called once in every worker, so it has to travel there: a module's function, or a partial of one."""


def run_tasks(tasks: Sequence[Task], make_judge: MakeJudge, give_up: Callable[[Task, str], Verdict],
              jobs: int, stopping: Stopping) -> Iterator[Verdict]:
    """The verdicts of ``tasks`` as they come. Once asked to stop, no further task is begun."""
    waiting = list(reversed(tasks))
    suspects: list[Task] = []
    while waiting and not stopping.wanted:
        with _executor(make_judge, jobs) as executor:
            yield from _until_broken(executor, jobs, waiting, suspects, stopping)
    for task in suspects:
        if not stopping.wanted:
            yield _alone(task, make_judge, give_up)


def _until_broken(executor: ProcessPoolExecutor, jobs: int, waiting: list[Task], suspects: list[Task],
                  stopping: Stopping) -> Iterator[Verdict]:
    """Work through ``waiting`` as long as the pool holds; what was on the way becomes suspect."""
    flight: dict[Future[Verdict], Task] = {}
    broken = False
    while flight or waiting and not broken and not stopping.wanted:
        while waiting and not broken and not stopping.wanted and len(flight) <= jobs:
            try:
                flight[executor.submit(_grade, waiting[-1])] = waiting[-1]
                waiting.pop()
            except BrokenProcessPool:
                broken = True
        # A signal does not end this wait, it is noticed after it.
        for future in wait(flight, timeout=0.5, return_when=FIRST_COMPLETED).done:
            task = flight.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                broken = True
                suspects.append(task)


def _alone(task: Task, make_judge: MakeJudge, give_up: Callable[[Task, str], Verdict]) -> Verdict:
    with _executor(make_judge, 1) as executor:
        try:
            return executor.submit(_grade, task).result()
        except BrokenProcessPool:
            return give_up(task, "its worker process died, twice")


@contextmanager
def _executor(make_judge: MakeJudge, jobs: int) -> Iterator[ProcessPoolExecutor]:
    # A spawned interpreter would put the working directory first on its import path, and take its
    # first modules from there: a folder of submissions must not be where they come from.
    os.environ["PYTHONSAFEPATH"] = "1"
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, context, _begin, (make_judge,))
    try:
        yield executor
        executor.shutdown()
    except BaseException:  # nobody waits for the verdicts any more
        for worker in multiprocessing.active_children():
            worker.kill()
        executor.shutdown(cancel_futures=True)
        raise


_judge: Grades | None = None  # a worker's own, kept between its tasks


def _begin(make_judge: MakeJudge) -> None:
    global _judge
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


def _grade(task: Task) -> Verdict:
    assert _judge is not None
    return _judge.grade(task)
