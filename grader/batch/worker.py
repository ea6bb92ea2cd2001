"""What a worker process does with an order, and what becomes of an order whose worker died."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from grader.batch.judge import Answers, Judge, Order, Session
from grader.batch.limits import Excess, TooCostly, exceeded
from grader.pipeline.worker_pool import OUT_OF_MEMORY
from grader.util.errors import GraderError

_MOST_DEATHS = 2


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An order without an answer: the submission met a limit (``excess``), or the grader failed (``reason``)."""

    reason: str = ""
    excess: Excess | None = None


def open_worker(session: Session) -> Callable[[Order], Answers | Unanswered]:
    """Open a judge for as long as this process lives, and return what answers orders with it."""
    return partial(answer_order, Judge(session).__enter__().prepared())


def answer_order(judge: Judge, order: Order) -> Answers | Unanswered:
    """The judge's answers; a submission that takes too much memory ends this process."""
    try:
        return judge.answer(order)
    except TooCostly:  # what it left in memory would distort the next measurement
        os._exit(OUT_OF_MEMORY)
    except GraderError:
        raise
    except Exception as fault:  # ours: nothing that a submission does may end the run
        return Unanswered(f"{type(fault).__name__}: {fault}")


def lost_order(order: Order, exit_code: int | None, deaths: int) -> Unanswered | None:
    """The result of an order whose worker died; None: try it again, since something else may have killed it."""
    excess = exceeded(exit_code)
    if excess in ("time", "memory") or (excess and deaths >= _MOST_DEATHS):
        return Unanswered(excess=excess)
    return Unanswered("its worker process died, twice") if deaths >= _MOST_DEATHS else None
