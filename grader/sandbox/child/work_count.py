"""Counts the work of a call: lines of the submission's own code that are executed, and calls of it.

A line counts each time that it is executed, a comprehension once for each of its items. What NumPy and
other modules do counts nothing: an array operation is one line, however large the array. So the count
is the same in every run and on every machine with this Python.

Student code may stop the count, or make it smaller: it decides no points.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any


class Enough(BaseException):
    """The count has reached its end."""


class Work:
    """A context in which the work of functions with one of these globals is counted, up to ``most``.

    Whole programs add theirs when they begin.
    """

    def __init__(self, own: Sequence[dict[str, Any]], most: int) -> None:
        self._own, self._most = own, most
        self.done = 0

    def __enter__(self) -> None:
        sys.settrace(self._count)

    def __exit__(self, *error: object) -> None:
        sys.settrace(None)

    def _count(self, frame: FrameType, event: str, argument: Any) -> Any:
        if not any(frame.f_globals is each for each in self._own):
            return None
        if event in ("call", "line"):
            self.done += 1
            if self.done > self._most:
                sys.settrace(None)
                raise Enough
        return self._count
