"""Worker processes that die: the others' submissions are graded, and nobody is blamed."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from grader.batch.pool import run_tasks
from grader.batch.settle import Task
from grader.batch.stopping import Stopping
from grader.intake import Pending


class Deadly:
    """Stands for a judge whose process dies on some students: always, or the first time only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Deadly:
        return self

    def grade(self, task: Task) -> tuple[str, str]:
        student = task.pending.student
        tried = self.folder / student
        if student == "always" or student == "once" and not tried.exists():
            tried.touch()
            os._exit(9)
        return student, "graded"


class Stillborn(Deadly):
    """Stands for a judge that cannot even begin."""

    def __enter__(self) -> Deadly:
        os._exit(9)


def task(student: str) -> Task:
    return Task(Pending(student, f"{student}.py", ()), "scaling", (), "")


def give_up(task: Task, why: str) -> tuple[str, str]:
    return task.pending.student, why


def test_only_the_submission_that_kills_workers_is_given_up(tmp_path: Path) -> None:
    """Those that were on the way beside it are done again, each alone, and so is the one itself."""
    students = ["a", "always", "b", "c", "once", "d", "e", "f"]
    verdicts = list(run_tasks([task(s) for s in students], partial(Deadly, tmp_path), give_up, 2, Stopping()))
    assert sorted(verdicts) == sorted(
        (s, "its worker process died, twice" if s == "always" else "graded") for s in students
    )


def test_workers_that_cannot_begin_do_not_hang_the_run(tmp_path: Path) -> None:
    """Every submission is accounted for."""
    verdicts = list(run_tasks([task("a"), task("b")], partial(Stillborn, tmp_path), give_up, 2, Stopping()))
    assert sorted(verdicts) == [("a", "its worker process died, twice"), ("b", "its worker process died, twice")]


def test_nothing_is_begun_once_asked_to_stop(tmp_path: Path) -> None:
    """What was on the way is finished; the rest waits for the next run."""
    stopping = Stopping()
    verdicts = []
    for verdict in run_tasks([task(f"s{n}") for n in range(20)], partial(Deadly, tmp_path), give_up, 2, stopping):
        verdicts.append(verdict)
        stopping.wanted = True
    assert 1 <= len(verdicts) <= 4
