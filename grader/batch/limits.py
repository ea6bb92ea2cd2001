"""What judging one submission may cost the judge: memory and processor time, held by the kernel.

Python's parser and compiler cannot be interrupted from within, and text that makes them slow or large is
easy to write. So a process that reads submissions limits itself before each of them: one that takes too
long is ended by the system, one that takes too much memory gets no more. Whoever started it sees which of
the two it was (`grader.batch.pool`). What the sandbox's children use is limited elsewhere and not counted.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from grader.batch import messages
from grader.sandbox.shared.memory import peak_virtual_size, virtual_size
from grader.util.untrusted_text import neutralise

T = TypeVar("T")
Excess = Literal["memory", "time", "depth"]
"""What a submission was too much for; "depth" is the depth at which Python's own parser dies."""

_DEATHS = ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL")

# Near the limit an allocation fails here and there, and who catches that may go on with less than
# there is: a submission that came so close is not judged by what was left over.
_NEAR = 0.75
_LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True, slots=True)
class JudgeLimits:
    """What one submission may cost: all of reading, selecting, comparing, diagnosing and reporting."""

    memory_bytes: int = 512 * 2**20
    cpu_seconds: float = 10.0


class TooCostly(Exception):
    """Raised for a submission that met a limit; ``excess`` says which."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess)
        self.excess: Excess = excess


class Meter:
    """Limits this process while it judges a submission. For a process that nobody else needs.

    Where the system has no such limits (memory: outside Linux; time: on Windows) it lets everything pass.
    """

    def __init__(self, limits: JudgeLimits | None = None) -> None:
        self._limits = limits
        self.reasons = _reasons(limits)
        """What reports say of a submission that met one of these limits, and as it was said first."""
        self._running = False
        self._near = self._peak = 0
        if limits is not None and hasattr(signal, "SIGPROF"):
            signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends the process, in C code too

    @contextmanager
    def submission(self) -> Iterator[None]:
        """Hold the limits during the block; raises TooCostly where it took too much memory.

        A block that takes too long never ends: the process does, by SIGPROF.
        """
        if self._limits is None or self._running:
            yield
            return
        self._running = True
        if _LINUX:
            self._near = virtual_size() + int(_NEAR * self._limits.memory_bytes)
            self._peak = peak_virtual_size()
        former = _limit_memory(self._limits.memory_bytes)
        _set_timer(self._limits.cpu_seconds)
        try:
            yield
        except MemoryError:
            raise TooCostly("memory") from None
        finally:
            _set_timer(0)
            _restore_memory(former)
            self._running = False
        if _LINUX and (peak := peak_virtual_size()) > self._peak and peak >= self._near:
            raise TooCostly("memory")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done once for an exercise is not charged to the submission that meets it first."""
        if not self._running or self._limits is None:
            yield
            return
        left = _set_timer(0)
        size = virtual_size() if _LINUX else 0
        former = _lift_memory()
        try:
            yield
        finally:
            if _LINUX:
                grown = max(0, virtual_size() - size)
                self._peak = peak_virtual_size()
                self._near += grown
                _restore_memory(former, grown)
            _set_timer(left)


def _reasons(limits: JudgeLimits | None) -> dict[str, str]:
    if limits is None:
        return {}
    kinds: tuple[Excess, ...] = ("memory", "time", "depth")
    said = [messages.too_costly(kind, limits) for kind in kinds]
    return {neutralise(reason): reason for reason in said}


def excess_of(exit_code: int | None) -> Excess | None:
    """What a process that ended so had met, if it is the fault of what it read."""
    if exit_code == -getattr(signal, "SIGPROF", 0):
        return "time"
    died = exit_code in [-getattr(signal, name, 0) for name in _DEATHS]
    return "depth" if died else None


def _set_timer(seconds: float) -> float:
    """Set the process's processor alarm; returns what was left of it."""
    if not hasattr(signal, "setitimer"):
        return 0.0
    return signal.setitimer(signal.ITIMER_PROF, seconds)[0]


def _limit_memory(more: int) -> Any:
    """Let the process map ``more`` bytes than it has mapped; returns the limits before."""
    if not _LINUX:
        return None
    import resource

    former = resource.getrlimit(resource.RLIMIT_AS)
    wanted = virtual_size() + more
    for limit in former:
        if limit != resource.RLIM_INFINITY:
            wanted = min(wanted, limit)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, former[1]))
    return former


def _lift_memory() -> Any:
    if not _LINUX:
        return None
    import resource

    former = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (former[1], former[1]))
    return former


def _restore_memory(former: Any, grown: int = 0) -> None:
    if former is None:
        return
    import resource

    soft, hard = former
    if grown and soft != resource.RLIM_INFINITY:
        soft = soft + grown if hard == resource.RLIM_INFINITY else min(soft + grown, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def paused(meter: Meter, ask: Callable[[str], T]) -> Callable[[str], T]:
    """``ask`` with the meter at rest: what it learns of an exercise is not charged to a submission."""

    def asked(name: str) -> T:
        with meter.paused():
            return ask(name)

    return asked
