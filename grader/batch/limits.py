"""What judging one submission may cost the judge: memory and processor time, kept by the kernel.

Python's parser and compiler cannot be interrupted from within, and text that makes them slow or large is
easy to write. So a process that reads submissions limits itself before each of them: one that takes too
long is ended by the system, one that takes too much memory gets no more. `exceeded` names the limit from
the exit code. What the sandbox's children use is limited elsewhere and not counted.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from grader.batch import messages
from grader.pipeline.worker_pool import OUT_OF_MEMORY
from grader.sandbox.interpreter import peak_virtual_size, virtual_size
from grader.util.untrusted_text import neutralise

T = TypeVar("T")
Excess = Literal["memory", "time", "depth"]
"""What a submission was too much for; "depth" is the depth at which Python's own parser dies."""

_CRASHES = ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL")

# Near the limit an allocation fails here and there, and who catches that may go on with less than
# there is: a submission that came so close is not judged by what was left over.
_NEAR = 0.75
_LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True, slots=True)
class JudgeLimits:
    """What one submission may cost: all of reading, selecting, comparing, diagnosing and reporting."""

    memory_bytes: int = 512 * 2**20
    cpu_seconds: float = 10.0

    def reason(self, excess: Excess) -> str:
        """Why a submission that met one of these limits has no score."""
        return messages.too_costly(excess, self.memory_bytes >> 20, self.cpu_seconds)

    def reasons(self) -> dict[str, str]:
        """What a report says of a submission that met one of these limits -> the original sentence."""
        reasons = map(self.reason, get_args(Excess))
        return {neutralise(reason): reason for reason in reasons}


class TooCostly(Exception):
    """Raised for a submission that met a limit; ``excess`` says which."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess)
        self.excess: Excess = excess


def exceeded(exit_code: int | None) -> Excess | None:
    """The limit that a process met which ended with this exit code; None for another death."""
    if exit_code == OUT_OF_MEMORY:
        return "memory"
    if exit_code == -getattr(signal, "SIGPROF", 0):
        return "time"
    crashed = exit_code in [-getattr(signal, name, 0) for name in _CRASHES]
    return "depth" if crashed else None


class Meter:
    """Limits this process while it judges a submission. For a process that nobody else needs.

    Without limits, and where the system has none (memory: outside Linux; time: on Windows), everything
    passes.
    """

    def __init__(self, limits: JudgeLimits | None = None) -> None:
        self._limits = limits
        self._running = False
        self._near = self._peak = 0
        if limits is not None and hasattr(signal, "SIGPROF"):
            signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends the process, in C code too

    @contextmanager
    def submission(self) -> Iterator[None]:
        """Apply the limits during the block; raises TooCostly where it took too much memory.

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
        if not self._running:
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

    def uncharged(self, ask: Callable[[str], T]) -> Callable[[str], T]:
        """The same function, whose calls are not charged to a submission."""

        def asked(name: str) -> T:
            with self.paused():
                return ask(name)

        return asked


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
    bounds = [bound for bound in former if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([virtual_size() + more, *bounds]), former[1]))
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
