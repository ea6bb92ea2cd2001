"""Worker processes that die: the others' submissions are graded, and nobody is blamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from grader.batch.interrupt import Stopping
from grader.batch.orders import Order
from grader.batch.pool import Hands, run_orders
from grader.intake import Pending
from grader.util.errors import GraderError


class Deadly:
    """Stands for a judge whose process dies on some students: always, or the first time only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, order: Order) -> tuple[str, str]:
        student = order.pending.student
        tried = self.folder / student
        if student == "always" or (student == "once" and not tried.exists()):
            tried.touch()
            os._exit(9)
        return student, "graded"


class Stillborn(Deadly):
    """Stands for a judge that cannot even begin."""

    def __init__(self, folder: Path) -> None:
        os._exit(9)


def order(student: str) -> Order:
    return Order(Pending(student, f"{student}.py", ()))


def give_up(order: Order, why: str) -> tuple[str, str]:
    return order.pending.student, why


def run(students: Iterable[str], make_judge: Any, stopping: Stopping) -> Iterator[tuple[str, str]]:
    hands = Hands(make_judge, give_up, give_up, jobs=2, total=1000)
    for _, answers in run_orders(map(order, students), hands, stopping):
        yield answers


def test_only_the_submission_that_kills_workers_is_given_up(tmp_path: Path) -> None:
    """It is tried once more, since somebody else may have ended its worker; the others are not touched."""
    students = ["a", "always", "b", "c", "once", "d", "e", "f"]
    verdicts = list(run(students, partial(Deadly, tmp_path), Stopping()))
    assert sorted(verdicts) == sorted(
        (s, "its worker process died, twice" if s == "always" else "graded") for s in students
    )


def test_workers_that_never_begin_are_one_error(tmp_path: Path) -> None:
    """A class of thousands is not given up one by one for a fault that is nobody's."""
    with pytest.raises(GraderError, match="worker processes die"):
        list(run("ab", partial(Stillborn, tmp_path), Stopping()))


def test_nothing_is_begun_once_asked_to_stop(tmp_path: Path) -> None:
    """What was on the way is finished; the rest waits for the next run."""
    stopping = Stopping()
    verdicts = []
    for verdict in run([f"s{n}" for n in range(20)], partial(Deadly, tmp_path), stopping):
        verdicts.append(verdict)
        stopping.wanted = True
    assert 1 <= len(verdicts) <= 4


def test_orders_are_taken_as_there_is_room(tmp_path: Path) -> None:
    """However many there are, few are read ahead."""
    taken = []

    def students() -> Iterator[str]:
        for number in range(200):
            taken.append(number)
            yield f"s{number}"

    ahead = max(
        len(taken) - done
        for done, _ in enumerate(run(students(), partial(Deadly, tmp_path), Stopping()))
    )
    assert len(taken) == 200
    assert ahead <= 8
