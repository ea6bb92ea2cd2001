"""Ctrl-C: the first one ends the run in order within two seconds, the second one ends it at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any


class Stopping:
    """While active, Ctrl-C and a request to terminate only set ``wanted``; a context manager.

    ``told`` is called at the first one, to say what happens now.
    """

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        self.wanted = False
        self._told = told
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stopping:
        if threading.current_thread() is threading.main_thread():  # elsewhere signals cannot be had
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
        try:
            self._told()
        except RuntimeError:  # it came in the midst of writing to the same stream
            pass
