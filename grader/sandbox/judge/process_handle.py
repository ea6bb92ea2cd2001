"""One child process, as the judge has hold of it: ask within limits, kill, wait."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from grader.sandbox.framing import LENGTH

_AT_ONCE = 1 << 16

# A child that ran, or was ready to run, for less than this share of the wall time is asleep.
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


class Clocks:
    """What the system counts of one process: how long it ran, and how long it waited for a processor.

    Of a process that has ended they keep the last value, where they were read before.

    Args:
        pid: of the process, as this one sees it; None where nothing is counted.
    """

    def __init__(self, pid: int | None) -> None:
        self._pid = pid
        self._ran = self._waited = 0.0
        self._schedule: int | None = None
        if pid is not None:
            with contextlib.suppress(OSError):  # not every kernel has it
                self._schedule = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)

    def ran(self) -> float:
        """Processor seconds."""
        if self._pid is not None:
            with contextlib.suppress(OSError):
                self._ran = time.clock_gettime(cpu_clock_of(self._pid))
        return self._ran

    def waited(self) -> float:
        """Seconds in which the process was ready and had no processor, up to when it last had one."""
        if self._schedule is not None:
            with contextlib.suppress(OSError, IndexError, ValueError):
                self._waited = int(os.pread(self._schedule, 100, 0).split()[1]) / 1e9
        return self._waited

    def is_ready(self) -> bool:
        """Whether the process runs, or waits for a processor, at this moment."""
        try:
            with open(f"/proc/{self._pid}/stat", "rb") as file:
                return file.read().rpartition(b") ")[2].startswith(b"R")
        except OSError:
            return False

    def close(self) -> None:
        """Read nothing more: another process may get the number."""
        if self._schedule is not None:
            os.close(self._schedule)
        self._pid = self._schedule = None


class Handle(Protocol):
    """One child, as the judge sees it, whatever started it.

    clocks  what the system counts of it, which is read from outside
    """

    clocks: Clocks

    def write(self, data: memoryview, wait: float) -> int:
        """Send as many bytes as the child takes within ``wait`` seconds; returns their number.

        Raises ChildGone.
        """

    def read(self, size: int, wait: float) -> bytes | None:
        """Return at most ``size`` bytes, b"" at the end of the stream, None when none came."""

    def pending(self) -> bool:
        """Whether the child sent something that nobody asked for."""

    def end(self, grace: float = 0.0) -> int:
        """Kill the child if it lives after ``grace`` seconds, reap it, release everything; once.

        Returns its exit code, or the number of the signal that ended it as a negative number.
        """


class ForkedHandle:
    """A child of the zygote, held by a pidfd, so that no other process is ever hit.

    ``number`` is its pid where the zygote lives, which may be another namespace. ``reap`` has the
    zygote reap the child of this number, and returns the child's status.
    """

    def __init__(
        self, number: int, channel: socket.socket, pidfd: int, reap: Callable[[int], int]
    ) -> None:
        self._number, self._channel = number, channel
        self._pidfd, self._reap = pidfd, reap
        self.clocks = Clocks(_pid_of(pidfd))

    def write(self, data: memoryview, wait: float) -> int:
        self._channel.settimeout(max(wait, 0.001))
        try:
            return self._channel.send(data)
        except TimeoutError:
            return 0
        except OSError as error:
            raise ChildGone from error

    def read(self, size: int, wait: float) -> bytes | None:
        self._channel.settimeout(max(wait, 0.001))
        try:
            return self._channel.recv(size)
        except TimeoutError:
            return None
        except OSError as error:
            raise ChildGone from error

    def pending(self) -> bool:
        return _is_readable(self._channel.fileno(), 0)

    def end(self, grace: float = 0.0) -> int:
        self._channel.close()
        self.clocks.close()
        try:
            if grace:
                _is_readable(self._pidfd, grace)  # which it is once the process has ended
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            status = self._reap(self._number)
        finally:
            os.close(self._pidfd)
        return os.waitstatus_to_exitcode(status)


class Exchange:
    """The messages between the judge and one child, and the clocks of the call that is made.

    The processor clock decides, since honest code must not fail because neighbours are busy; the
    wall limit ends only a child that waits for something else than a processor.
    """

    def __init__(self, handle: Handle, wall_limit: float) -> None:
        self._handle, self._clocks = handle, handle.clocks
        self._wall_limit = wall_limit
        self._begin(0.0)

    def ask(
        self, messages: Sequence[bytes], max_bytes: int, cpu_limit: float | None = None
    ) -> tuple[bytes, float]:
        """Send messages; returns the one frame that answers them, and processor time so far.

        Raises ChildGone, TimeUp, and Unfit for a frame that is longer or is not the only one.

        Args:
            messages: what is sent.
            max_bytes: how long the answer may be.
            cpu_limit: processor seconds for a new call; without, the running call goes on.
        """
        if cpu_limit is not None:
            self._begin(cpu_limit)
        left = memoryview(b"".join(LENGTH.pack(len(each)) + each for each in messages))
        while left:
            left = left[self._handle.write(left, self._wait) :]
            if left and self._elapsed() > self._wait:
                self.check()
        buffer = bytearray()
        whole: int | None = None  # how long the frame is with its head, once that is known
        while whole is None or len(buffer) < whole:
            size = _AT_ONCE if whole is None else min(whole - len(buffer), 1 << 20)
            part = self._handle.read(size, self._wait)
            if part == b"":
                raise ChildGone
            buffer += part or b""
            if whole is None and len(buffer) >= LENGTH.size:
                whole = LENGTH.size + LENGTH.unpack_from(buffer)[0]
                if whole > max_bytes:
                    raise Unfit("the value is too large")
            is_whole = whole is not None and len(buffer) >= whole
            if not is_whole and (part is None or self._elapsed() > self._wait):
                self.check()  # a frame in drips is no excuse
        if len(buffer) > whole:  # nobody asked for what follows it
            raise Unfit("protocol")
        # Who answered did not sleep too long, however late this process came to read it.
        used = self.used()
        if used >= self._cpu_limit:
            raise TimeUp("cpu")
        return bytes(buffer[LENGTH.size :]), used

    def used(self) -> float:
        """Processor time so far: the child's, and what others spent for it."""
        return self._clocks.ran() - self._ran_before + self._elsewhere

    def left(self) -> float:
        """Processor time that the child may still use."""
        return max(0.0, self._cpu_limit - self.used())

    def charge(self, cpu_seconds: float, wall_seconds: float) -> None:
        """Count processor time that the judge or another child spent for this one.

        The child waited for that, so the wall time is none of its own.
        """
        self._elsewhere += cpu_seconds
        self._started += wall_seconds

    def check(self) -> None:
        """Raise TimeUp when a limit is reached; else set how long to wait before the next check."""
        elapsed, used = self._elapsed(), self.used()
        if used >= self._cpu_limit:
            raise TimeUp("cpu")
        if elapsed >= self._wall_limit * (1 if self._is_asleep(elapsed) else _PATIENCE):
            raise TimeUp("wall")
        until_wall = self._wall_limit - elapsed if elapsed < self._wall_limit else 0.25
        self._wait = max(0.01, min(self._cpu_limit - used, until_wall))

    def idle(self) -> float:
        """Wall time of this call in which the child waited neither for a processor nor for others."""
        return max(0.0, self._elapsed() - self._waited())

    def _is_asleep(self, elapsed: float) -> bool:
        # By its own clocks alone: what others spent for it, while its wall time stood, is no activity of its own.
        active = self._clocks.ran() - self._ran_before + self._waited()
        return active < _SLEEPER_SHARE * elapsed and not self._clocks.is_ready()

    def _waited(self) -> float:
        return self._clocks.waited() - self._waited_before

    def _begin(self, cpu_limit: float) -> None:
        self._cpu_limit = cpu_limit
        self._started = time.monotonic()
        self._ran_before, self._waited_before = self._clocks.ran(), self._clocks.waited()
        self._elsewhere = 0.0
        # Nobody can have used up the processor limit before that much wall time has gone by.
        self._wait = min(cpu_limit, self._wall_limit)

    def _elapsed(self) -> float:
        return time.monotonic() - self._started


def cpu_clock_of(pid: int) -> int:
    """The id of a process's processor clock on Linux, as ``clock_getcpuclockid(3)`` makes it."""
    return ((~pid) << 3) | 2


def _pid_of(pidfd: int) -> int | None:
    """A process's pid as this process sees it: the zygote may live in another pid namespace."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", "rb") as info:
            pid = int(info.read().partition(b"\nPid:")[2].split(None, 1)[0])
    except (OSError, IndexError, ValueError):
        return None
    return pid if pid > 0 else None


def _is_readable(descriptor: int, wait_seconds: float) -> bool:
    poll = select.poll()  # unlike select(), takes descriptors above 1023
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(wait_seconds * 1000))
