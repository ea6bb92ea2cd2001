"""One piece of work in a copy of this process, which may die of it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from grader.batch.limits import JudgeLimits, Meter, TooCostly, excess_of
from grader.util.errors import AuthorError

if TYPE_CHECKING:
    from grader.batch.judge import Judge, Options

T = TypeVar("T")
FORKS = sys.platform.startswith("linux")
"""Whether a process of one thread is copied safely, and in milliseconds."""


def import_all() -> None:
    """Import what a judge needs, before its process is copied."""
    import grader.course.prepare
    import grader.diagnosis.candidates
    import grader.pipeline.grade
    import grader.report.build  # noqa: F401


def judge_for(
    root: Path, options: Options, limits: JudgeLimits, settings: Path | None = None
) -> Judge:
    """The judge of a worker that is a new interpreter; open until its process ends.

    It gets the course as a folder, and settings in the place of the course's own as a file.
    """
    from grader.batch.judge import Judge
    from grader.course.catalog import Course

    judge = Judge(Course(root, settings), options, meter=Meter(limits)).__enter__()
    for name in options.exercises:
        judge.exercise(name)
    return judge


def end_with(parent: int) -> None:
    """Have this process end with the one that started it, which cannot tell it when it is killed."""
    if not FORKS:
        threading.Thread(target=_wait_for_parent, daemon=True).start()
        return
    from grader.sandbox.lockdown.lockdown import die_with_parent

    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def apart(work: Callable[[], T]) -> T:
    """What ``work`` returns or raises, done in a copy of this process (where ``FORKS``).

    Raises TooCostly where the copy met a limit that it had set itself, and AuthorError where it died.
    """
    context: Any = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(theirs, work, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    try:
        returned, value = ours.recv()
    except EOFError:
        process.join()
        if (excess := excess_of(process.exitcode)) is not None:
            raise TooCostly(excess) from None
        raise AuthorError("the process that read the submission died") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if returned:
        result: T = value
        return result
    raise value


def _do(connection: Connection, work: Callable[[], Any], parent: int) -> None:
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    try:
        answer = (True, work())
    except Exception as fault:
        answer = (False, fault)
    try:
        connection.send(answer)
    except Exception as fault:  # an exception that cannot travel
        connection.send((False, AuthorError(f"{type(fault).__name__}: {answer[1]}")))
