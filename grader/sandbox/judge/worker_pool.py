"""Work on an exercise spread over processes, each with a sandbox of its own.

Nothing that is drawn or computed for an exercise travels: a worker reads the course itself, and
keeps what it prepared for its next task.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox

Task = TypeVar("Task")
Done = TypeVar("Done")
_SAFE_PATH = "PYTHONSAFEPATH"
Work = Callable[[Sandbox, Task], Done]


def spread(work: Work[Task, Done], tasks: Sequence[Task], jobs: int) -> Iterator[Done]:
    """Yield ``work(sandbox, task)`` of every task, in the tasks' order.

    ``work`` is a module's own function and a task plain data, since both travel.
    """
    with crew(jobs) as hand_out:
        yield from hand_out(work, tasks)


@contextmanager
def crew(jobs: int) -> Iterator[Callable[[Work[Any, Any], Sequence[Any]], Iterator[Any]]]:
    """Workers that stay, for work in several rounds. One job is done in this very process."""
    if jobs == 1:
        with open_sandbox() as sandbox:
            yield lambda work, tasks: (work(sandbox, task) for task in tasks)
        return
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, context, _begin)

    def hand_out(work: Work[Any, Any], tasks: Sequence[Any]) -> Iterator[Any]:
        with safe_path():  # workers are started as tasks come in
            futures = [executor.submit(_do, work, task) for task in tasks]
        for future in futures:
            yield future.result()

    try:
        yield hand_out
        executor.shutdown()
    except BaseException:  # nobody waits for the rest
        for worker in list((executor._processes or {}).values()):
            worker.kill()
        executor.shutdown(wait=False, cancel_futures=True)
        raise


@contextmanager
def safe_path() -> Iterator[None]:
    """While processes are started: keep the working directory off their import path.

    A spawned interpreter would put it first, and take its first modules from there: a folder of
    submissions must not be where they come from. The caller's own environment is as before
    afterwards, so that whatever else it starts finds its modules as ever.
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


_sandbox: Sandbox | None = None  # a worker's own, kept between its tasks


def _begin() -> None:
    global _sandbox
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the parent, which ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _sandbox = open_sandbox()
    _sandbox.__enter__()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Work[Any, Any], task: Any) -> Any:
    assert _sandbox is not None
    return work(_sandbox, task)
