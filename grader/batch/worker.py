"""A worker's own side: it answers one order after the other until nobody asks any more."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, Protocol

from grader.batch.guarded_fork import end_with
from grader.batch.judge import Answer
from grader.batch.limits import TooCostly
from grader.batch.orders import Order
from grader.sandbox.shared.cpu_affinity import take_one
from grader.util.errors import GraderError

Answers = tuple[Answer, ...]
_LARGEST_ANSWER = 64 * 2**20  # bytes of reports; the largest honest ones have some hundred thousand


class Grades(Protocol):
    """What a worker needs of a judge."""

    def answer(self, order: Order) -> Answers: ...


MakeJudge = Callable[[], Grades]
"""Called once in every worker. Where workers are not forked it travels there: then it is a module's
function, or a partial of one."""


def serve(
    connection: Connection, make_judge: MakeJudge, place: int, jobs: int, parent: int
) -> None:
    """A worker: answers orders until nobody asks any more."""
    # Ctrl-C reaches every process of the terminal; the parent decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent)
    take_one(place, jobs)
    try:
        judge = make_judge()
    except GraderError as fault:
        connection.send(("error", fault))
        return
    connection.send(("ready", None))
    while True:
        try:
            order = connection.recv()
        except (EOFError, OSError):
            return
        kind, said = _answered(judge, order)
        connection.send_bytes(said)
        if kind == "excess":  # what it left behind is no ground to measure from
            os._exit(0)


def _answered(judge: Grades, order: Order) -> tuple[str, bytes]:
    """The answers as they travel, or what kept them from being made."""
    kind: str
    said: Any
    try:
        data = bytes(ForkingPickler.dumps(("answers", judge.answer(order))))
        if len(data) <= _LARGEST_ANSWER:
            return "answers", data
        kind, said = "excess", "memory"  # a report that large would cost whoever renders it
    except TooCostly as fault:
        kind, said = "excess", fault.excess
    except GraderError as fault:
        kind, said = "error", fault
    except Exception as fault:  # ours: nothing that a submission does may end the run
        kind, said = "fault", f"{type(fault).__name__}: {fault}"
    return kind, bytes(ForkingPickler.dumps((kind, said)))
