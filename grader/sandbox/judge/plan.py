"""What a session runs, and what it may still use."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.model.exercise import Call, Limits, Module
from grader.model.submission import Program
from grader.sandbox.judge.protocol import Places, load_message

# What the judge holds of one submission's results, in values of the largest permitted size.
_VALUES_HELD = 2
# Waiting counts as idle beyond this many times the processor time: neighbours may be busy.
_PATIENCE = 10


class Budget:
    """What a submission may still use: processor time, time spent waiting, room for its results."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cpu = 0.0
        self._wall = 0.0
        self._bytes = _VALUES_HELD * limits.result_bytes
        self.timed_out: set[str] = set()
        """Functions that had their one timeout."""

    def use(self, cpu_seconds: float, wall_seconds: float, size: int) -> None:
        self._cpu += cpu_seconds
        self._wall += wall_seconds
        self._bytes -= size

    @property
    def spent(self) -> str | None:
        """What is used up ("cpu", "wall"), or None."""
        if self._cpu >= self._limits.submission_cpu_seconds:
            return "cpu"
        # Sleeping a little less than the limit in every case must not hold up a class.
        if self._wall - _PATIENCE * self._cpu >= self._limits.submission_wall_seconds:
            return "wall"
        return None

    @property
    def result_bytes(self) -> int:
        return max(0, min(self._limits.result_bytes, self._bytes))


@dataclass(frozen=True, slots=True)
class Helper:
    """A correct function that replaces a submission's own of that name.

    program     the reference, as far as this function needs it
    parameters  the submission's parameters, in order -> the reference's
    draws       whether it reads or sets the random state
    """

    name: str
    program: Program
    parameters: Mapping[str, str | None]
    draws: bool


@dataclass(frozen=True)
class Plan:
    """What a session runs.

    program  the submission
    limits   of one call and of the whole submission
    budget   what is left of the limits; several sessions of one submission share it
    modules  stub modules that the program may import
    helpers  replace the submission's own functions of their names: see `helper_relay`
    """

    program: Program
    limits: Limits
    budget: Budget
    modules: Sequence[Module] = ()
    helpers: Sequence[Helper] = ()

    def for_call(self, call: Call) -> Plan:
        """The plan of a child that makes only this call, where the call has limits of its own."""
        if call.limits is None:
            return self
        return replace(self, limits=call.limits.within(self.limits))

    @functools.cached_property
    def places(self) -> Places:
        return Places(self.program)

    @functools.cached_property
    def load_message(self) -> bytes:
        return load_message(self.program, self.modules)
