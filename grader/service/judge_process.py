"""What the process with the judge in it does: a worker starts it, and asks it for one task after the other.

A student's file is read in it. So it imports nothing that the worker alone needs, such as the database.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.batch.judge import Answers, Judge, Order, Recognition, Session, Unanswered, lost_order
from grader.batch.limits import JudgeLimits, TooCostly
from grader.batch.triage import hashed, not_judged, unread
from grader.pipeline.worker_pool import OUT_OF_MEMORY
from grader.service import messages
from grader.service.exercise_page import ExercisePage
from grader.service.exercise_page import read_page as page_of
from grader.util.errors import UsageError
from grader.util.language import speaking
from grader.util.notebook_library import import_nbformat


@dataclass(frozen=True, slots=True)
class Task:
    """What the judge's process is to do; a function of a module, since the process is another one.

    lost  takes the subject, the exit code and how often a process died over it: returns the answer then, or
          None to have it tried again
    """

    do: Callable[[Judge, Any], Any]
    subject: Any
    lost: Callable[[Any, int | None, int], Any]


def opened(session: Session) -> Callable[[Task], Any]:
    """Open a judge; returns what does its tasks."""
    import_nbformat()  # takes long: the first notebook does not wait for it
    judge = Judge(session).__enter__()
    return lambda task: task.do(judge, task.subject)


def read_page(judge: Judge, exercise: str) -> ExercisePage:
    """Read what pages show of an exercise."""
    return page_of(judge.course, exercise, judge.sandbox)


def make_ready(judge: Judge, exercise: str) -> tuple[()]:
    """Prepare an exercise."""
    judge.make_ready(exercise)
    return ()


def look(judge: Judge, order: Order) -> Recognition:
    """Say what is recognised in a submission, without running anything."""
    try:
        return judge.recognise(order)
    except TooCostly:  # what it left in memory would distort the next measurement
        os._exit(OUT_OF_MEMORY)


def report_lost(judge: Judge, subject: tuple[Order, Unanswered]) -> Answers:
    """Report a submission over which the judge's process died."""
    order, unanswered = subject
    pending, (exercise,) = order.pending, order.exercises
    excess = unanswered.excess
    if excess is None:
        return (judge.give_up(unread(pending, exercise), unanswered.reason),)
    with speaking(judge.catalogue):
        reason = JudgeLimits().reason(excess)
    return (judge.without_score(not_judged(pending, hashed(pending), exercise, reason)),)


def lost_task(task: Task, exit_code: int | None, deaths: int) -> Any:
    """In the worker: what is answered to a task over which the process died."""
    return task.lost(task.subject, exit_code, deaths)


def not_looked_at(order: Order, exit_code: int | None, deaths: int) -> Recognition | None:
    """What is recognised in files that end the process that reads them."""
    lost = lost_order(order, exit_code, deaths)
    if lost is None:
        return None
    why = lost.reason if lost.excess is None else JudgeLimits().reason(lost.excess)
    return Recognition({}, messages.cannot_be_read(why))


def not_read(subject: object, exit_code: int | None, deaths: int) -> None:
    """Raises UsageError: this is no submission's fault."""
    raise UsageError(f"the process that reads the course died (exit code {exit_code})")
