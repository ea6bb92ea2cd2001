"""Judge-side handle to one child process: send, receive within limits, kill, wait."""

from __future__ import annotations

import contextlib
import time
from typing import Protocol

from grader.sandbox.framing import LENGTH

_AT_ONCE = 1 << 16

# A child whose processor clock ran less than this share of the wall time is asleep.
_SLEEPER_SHARE = 0.05
# However busy the neighbours are, nobody waits longer than this many wall limits.
_PATIENCE = 10


class ChildGone(Exception):
    """The child's end of the stream is closed."""


class TimeUp(Exception):
    """A limit was reached; ``kind`` is "cpu" or "wall"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Unfit(Exception):
    """The child sent what no honest child sends, or too much of it; the text says which."""


class Handle(Protocol):
    """One child, as the judge sees it, whatever started it.

    clock  the id of its processor clock, which is read from outside; None where there is none
    """

    clock: int | None

    def write(self, data: bytes, wall_seconds: float) -> None:
        """Send bytes to a child that may have stopped reading; raises ChildGone or TimeUp."""

    def read(self, size: int, wait: float) -> bytes | None:
        """Return at most ``size`` bytes, b"" at the end of the stream, None when none came."""

    def pending(self) -> bool:
        """Whether the child sent something that nobody asked for."""

    def end(self, grace: float = 0.0) -> int:
        """Kill the child if it lives after ``grace`` seconds, reap it, release everything; once.

        Returns its exit code, or the number of the signal that ended it as a negative number.
        """


def receive(handle: Handle, max_bytes: int, watch: Watch) -> bytes:
    """Wait for one frame, within what ``watch`` leaves to the child."""
    buffer = bytearray()
    whole: int | None = None  # how long the frame is with its head, once that is known
    while whole is None or len(buffer) < whole:
        size = _AT_ONCE if whole is None else min(whole - len(buffer), 1 << 20)
        part = handle.read(size, watch.wait)
        if part == b"":
            raise ChildGone
        if part is None or watch.elapsed() > watch.wait:  # a frame in drips is no excuse
            watch.check()
        buffer += part or b""
        if whole is None and len(buffer) >= LENGTH.size:
            whole = LENGTH.size + LENGTH.unpack_from(buffer)[0]
            if whole > max_bytes:
                raise Unfit("the value is too large")
    if len(buffer) > whole:  # nobody asked for what follows it
        raise Unfit("protocol")
    return bytes(buffer[LENGTH.size :])


class Watch:
    """The clocks of one call, from when it is made on.

    The processor clock decides, since honest code must not fail because neighbours are busy; the
    wall limit ends only a child whose processor clock stands still.
    """

    def __init__(self, handle: Handle, cpu_limit: float, wall_limit: float) -> None:
        self._handle = handle
        self._cpu_limit = cpu_limit
        self._wall_limit = wall_limit
        self._started = time.monotonic()
        self._last = 0.0
        self._before = self._cpu()
        self._elsewhere = 0.0
        # Nobody can have used up the processor limit before that much wall time has gone by.
        self.wait = min(cpu_limit, wall_limit)

    def elapsed(self) -> float:
        return time.monotonic() - self._started

    def used(self) -> float:
        """Processor time so far: the child's, and what others spent for it."""
        return self._cpu() - self._before + self._elsewhere

    def _cpu(self) -> float:
        if self._handle.clock is not None:
            with contextlib.suppress(OSError):
                self._last = time.clock_gettime(self._handle.clock)
        return self._last  # also of a child that has ended

    def left(self) -> float:
        return max(0.0, self._cpu_limit - self.used())

    def charge(self, cpu_seconds: float, wall_seconds: float) -> None:
        """Count processor time that the judge or another child spent for this one.

        The child waited for that, so the wall time is none of its own.
        """
        self._elsewhere += cpu_seconds
        self._started += wall_seconds

    def check(self) -> None:
        """Raise TimeUp when a limit is reached; else set how long to wait before the next check."""
        elapsed, used = self.elapsed(), self.used()
        if used >= self._cpu_limit:
            raise TimeUp("cpu")
        asleep = used < _SLEEPER_SHARE * elapsed
        if elapsed >= self._wall_limit * (1 if asleep else _PATIENCE):
            raise TimeUp("wall")
        until_wall = self._wall_limit - elapsed if elapsed < self._wall_limit else 0.25
        self.wait = max(0.01, min(self._cpu_limit - used, until_wall))
