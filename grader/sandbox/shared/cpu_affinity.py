"""Keeps a judge, its zygote and the child on one processor while judge and child talk.

They take turns: one waits while the other works. Left alone, the system wakes each of them on
another, idle processor, as if both had work to do. That takes longer than the work, and leaves
what the other one wrote in the wrong cache: a third of all processor time. Between two
conversations the judge may be moved, so that it gets away from where others are busy.
"""

from __future__ import annotations

import contextlib
import ctypes
import os

ANYWHERE = -1


class OneProcessor:
    """The processor of one thread's conversations."""

    def __init__(self) -> None:
        self._allowed: set[int] = set()
        self._current = getattr(ctypes.CDLL(None), "sched_getcpu", None)
        self._conversations = 0
        self._processor = ANYWHERE

    def enter(self) -> int:
        """Stay where this thread runs now; returns that processor, or ANYWHERE."""
        self._conversations += 1
        if self._conversations == 1 and self._current is not None:
            self._allowed = os.sched_getaffinity(0)
            self._processor = self._current()
            self._stay_on({self._processor} & self._allowed)
        return self._processor

    def leave(self) -> None:
        """At the end of a conversation; after the last, run wherever there is room."""
        self._conversations -= 1
        if self._conversations == 0 and self._processor != ANYWHERE:
            self._stay_on(self._allowed)

    def _stay_on(self, processors: set[int]) -> None:
        # A processor may be taken away from this process, or from the machine, at any time.
        with contextlib.suppress(OSError, ValueError):
            os.sched_setaffinity(0, processors)


def take_one(number: int, workers: int) -> None:
    """For a worker of as many as there are processors, or more: have one of them for good.

    They would take turns on one processor and leave another idle. Who is slowed down by others
    there takes fewer orders, and the rest take more.
    """
    if not hasattr(os, "sched_getaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    if workers >= len(allowed) > 1:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {allowed[number % len(allowed)]})


def follow(processor: int) -> None:
    """For the zygote: go to where the judge is, so that the child begins there."""
    if processor != ANYWHERE:
        with contextlib.suppress(OSError, ValueError):
            os.sched_setaffinity(0, {processor})
