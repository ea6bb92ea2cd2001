"""Worker processes that die: the others' submissions are graded, and nobody is blamed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from grader.batch.judge import Order, Unanswered, lost_order
from grader.intake import Pending
from grader.pipeline.worker_pool import WorkerPool
from grader.util.errors import GraderError


def deadly(folder: Path) -> Callable[[Order], str]:
    """What answers orders, and dies on some students: always, or the first time only."""

    def answer(order: Order) -> str:
        student = order.pending.student
        tried = folder / student
        if student == "always" or (student == "once" and not tried.exists()):
            tried.touch()
            os._exit(9)
        return "graded"

    return answer


def stillborn() -> Callable[[Order], str]:
    """A worker that cannot even begin."""
    os._exit(9)


def order(student: str) -> Order:
    return Order(Pending(student, f"{student}.py", ()))


def run(
    students: Iterable[str],
    make: Callable[[], Callable[[Order], str]],
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[str, str]]:
    with WorkerPool[Order, str | Unanswered](make, lost_order, jobs=2) as pool:
        for answered, result in pool.results(map(order, students), 1000, stop):
            text = result.reason if isinstance(result, Unanswered) else result
            yield answered.pending.student, text


def test_submission_that_kills_workers(tmp_path: Path) -> None:
    """It is tried once more, since something else may have ended its worker; the others are not touched."""
    students = ["a", "always", "b", "c", "once", "d", "e", "f"]
    verdicts = list(run(students, partial(deadly, tmp_path)))
    assert sorted(verdicts) == sorted(
        (s, "its worker process died, twice" if s == "always" else "graded") for s in students
    )


def test_workers_that_never_start() -> None:
    """A class of thousands is not given up one by one for a fault that no submission has."""
    with pytest.raises(GraderError, match="worker processes die"):
        list(run("ab", stillborn))


def test_no_order_starts_after_a_stop(tmp_path: Path) -> None:
    """What was on the way is finished; the rest waits for the next run."""
    asked, verdicts = threading.Event(), []
    for verdict in run([f"s{n}" for n in range(20)], partial(deadly, tmp_path), asked.is_set):
        verdicts.append(verdict)
        asked.set()
    assert 1 <= len(verdicts) <= 4


def test_orders_are_taken_one_by_one(tmp_path: Path) -> None:
    """However many there are, few are read ahead."""
    taken = []

    def students() -> Iterator[str]:
        for number in range(200):
            taken.append(number)
            yield f"s{number}"

    ahead = max(
        len(taken) - done for done, _ in enumerate(run(students(), partial(deadly, tmp_path)))
    )
    assert len(taken) == 200
    assert ahead <= 8
