"""The judge's hold on one child: send, receive within limits, kill, learn how it ended."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from grader.wire.framing import LENGTH, frame

_TOO_LARGE = "the value is too large"
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


class TooMuch(Exception):
    """The child sent a frame larger than it may, or more than was asked for; the text says so."""


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended: the signal that ended it, or its exit code."""

    signal: int | None
    exit_code: int | None


class Handle(Protocol):
    """One child, as the judge sees it, whatever started it."""

    def write(self, data: bytes, wall_seconds: float) -> None:
        """Send bytes to a child that may have stopped reading; raises ChildGone or TimeUp."""

    def read(self, size: int, wait: float) -> bytes | None:
        """Return at most ``size`` bytes, b"" at the end of the stream, None when none came."""

    def pending(self) -> bool:
        """Whether the child said something that nobody asked for."""

    def cpu_seconds(self) -> float | None:
        """Processor time that the child used so far, read from outside; None if unknown."""

    def end(self, grace: float = 0.0) -> End:
        """Kill the child if it lives after ``grace`` seconds, reap it, release everything; once."""

    def dismiss(self) -> None:
        """Kill the child and release everything, where nobody asks how it ended; once."""


def send(handle: Handle, payload: bytes, wall_seconds: float, ahead: bytes = b"") -> None:
    """Send one frame, or two at once."""
    data = frame(payload)
    handle.write(frame(ahead) + data if ahead else data, wall_seconds)


def receive(handle: Handle, max_bytes: int, watch: Watch) -> bytes:
    """Wait for one frame, within what ``watch`` leaves to the child."""
    part = handle.read(_AT_ONCE, watch.wait)
    if part is not None and len(part) > LENGTH.size:
        whole: int = LENGTH.size + LENGTH.unpack_from(part)[0]
        if len(part) == whole <= max_bytes:  # nearly always
            return part[LENGTH.size :]
    return _receive_on(part, handle, max_bytes, watch)


def _receive_on(part: bytes | None, handle: Handle, max_bytes: int, watch: Watch) -> bytes:
    """The same, for a frame of which ``part`` is the beginning, or none came in time."""
    buffer = bytearray()
    whole: int | None = None  # how long the frame is with its head, once that is known
    while True:
        if part == b"":
            raise ChildGone
        if part is None:
            watch.check()
        else:
            buffer += part
            if whole is None and len(buffer) >= LENGTH.size:
                whole = LENGTH.size + LENGTH.unpack_from(buffer)[0]
                if whole > max_bytes:
                    raise TooMuch(_TOO_LARGE)
            if watch.elapsed() > watch.wait:  # a frame in drips is no excuse
                watch.check()
            if whole is not None and len(buffer) >= whole:
                break
        size = _AT_ONCE if whole is None else min(whole - len(buffer), 1 << 20)
        part = handle.read(size, watch.wait)
    if len(buffer) > whole:  # nobody asked for what follows it
        raise TooMuch("protocol")
    return bytes(buffer[LENGTH.size :])


class Watch:
    """The limits of one call, from when it is made on.

    The processor clock decides, since honest code must not fail because neighbours are busy; the
    wall limit ends only a child whose processor clock stands still.
    """

    def __init__(self, handle: Handle, cpu_limit: float, wall_limit: float) -> None:
        self._handle = handle
        self._cpu_limit = cpu_limit
        self._wall_limit = wall_limit
        self._started = time.monotonic()
        self._before = handle.cpu_seconds()
        self._elsewhere = 0.0
        # Nobody can have used up the processor limit before that much wall time has gone by.
        self.wait = min(cpu_limit, wall_limit)

    def elapsed(self) -> float:
        return time.monotonic() - self._started

    def used(self) -> float:
        """Processor time so far: the child's, and what others spent for it."""
        now = self._handle.cpu_seconds()
        own = 0.0 if now is None or self._before is None else now - self._before
        return own + self._elsewhere

    def left(self) -> float:
        return max(0.0, self._cpu_limit - self.used())

    @contextlib.contextmanager
    def waited_for(self) -> Iterator[None]:
        """While the child waits for something that it asked for: no wall time of its own."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._started += time.monotonic() - began

    def charge(self, cpu_seconds: float) -> None:
        """Count processor time that somebody else spent for the child."""
        self._elsewhere += cpu_seconds

    def check(self) -> None:
        """Raise TimeUp when a limit is reached; else say how long to wait before looking again."""
        elapsed, used = self.elapsed(), self.used()
        if used >= self._cpu_limit:
            raise TimeUp("cpu")
        asleep = used < _SLEEPER_SHARE * elapsed
        if elapsed >= self._wall_limit * (1 if asleep else _PATIENCE):
            raise TimeUp("wall")
        until_wall = self._wall_limit - elapsed if elapsed < self._wall_limit else 0.25
        self.wait = max(0.01, min(self._cpu_limit - used, until_wall))
