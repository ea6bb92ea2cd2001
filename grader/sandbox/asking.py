"""One child during its life: what it is asked, within what its submission may still use."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from grader import wire
from grader.model.exercise import Call, Limits, Property
from grader.model.outcome import Ending, Outcome
from grader.sandbox.conversation import AskChild, converse
from grader.sandbox.frames import TOKEN_BYTES
from grader.sandbox.handle import ChildGone, End, Handle, TimeUp, TooMuch, Watch, receive, send
from grader.sandbox.messages import (
    StatementError,
    call_message,
    limits_message,
    read_load_errors,
    read_outcome,
)
from grader.sandbox.places import Places
from grader.sandbox.relay import Refused, Relay

LOADING = "while loading"
"""How the detail of an outcome begins where the submission could not be loaded at all."""

# What the judge holds of one submission's results, in values of the largest permitted size.
_VALUES_HELD = 2
# Waiting counts as idle beyond this many times the processor time: neighbours may be busy.
_PATIENCE = 10
_LOAD_BYTES = 1 << 20  # an answer to "load" names functions and errors, no more
_OVERHEAD_BYTES = 1 << 18  # beside the value: printed text, messages
_SIGXCPU = 24
_GRACE_SECONDS = 0.25
# What reading a hostile answer may raise.
UNFIT = (wire.WireError, TypeError, ValueError, KeyError)


class Named(Protocol):
    @property
    def call(self) -> Call: ...


R = TypeVar("R", bound=Named)

OpenChecker = Callable[[Property], AbstractContextManager[AskChild]]
"""Starts the child of a property's author code."""


class Budget:
    """What a submission may still use: processor time, time spent waiting, room for its results."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cpu = 0.0
        self._wall = 0.0
        self._bytes = _VALUES_HELD * limits.result_bytes

    def use(self, cpu: float, wall: float, size: int) -> None:
        self._cpu += cpu
        self._wall += wall
        self._bytes -= size

    @property
    def used(self) -> tuple[float, float, int]:
        """What was used of each, as ``use`` takes it."""
        return self._cpu, self._wall, _VALUES_HELD * self._limits.result_bytes - self._bytes

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


class Child:
    """One child during its life."""

    def __init__(
        self,
        handle: Handle,
        limits: Limits,
        places: Places,
        budget: Budget,
        open_checker: OpenChecker,
        relay: Relay | None = None,
    ) -> None:
        self._handle = handle
        self._open_checker = open_checker
        self._limits = limits
        self._places = places
        self._budget = budget
        self._relay = relay
        self._is_fresh = True
        self._finished = False
        self._end: End | None = None
        self.load_errors: tuple[StatementError, ...] = ()
        self.gone = False
        """Whether the child was found to have gone down with its zygote."""
        self.broken: Outcome | None = None
        """What every case's outcome is, where the submission could not be loaded."""

    def finish(self, grace: float = 0.0) -> End | None:
        """End the child; returns how it ended, None where the zygote is gone and cannot tell."""
        if self._is_to_be_ended():
            try:
                self._end = self._handle.end(grace)
            except OSError:
                self.gone = True
        return self._end

    def dismiss(self) -> None:
        """End the child, unless it was: how it ended is nobody's question."""
        if self._is_to_be_ended():
            with contextlib.suppress(OSError):
                self._handle.dismiss()

    def _is_to_be_ended(self) -> bool:
        """True once: a child is ended one time only, and right helpers with it."""
        if self._finished:
            return False
        self._finished = True
        if self._relay is not None:
            self._relay.close()
        return True

    def answer(self, load: bytes, calls: Iterator[R]) -> Iterator[tuple[R, Outcome]]:
        """Load the submission and make the calls until the child can no longer be asked.

        A call is taken from ``calls`` only after the outcome of the one before was handed on.
        """
        first = next(calls)
        failed, spent = self._load(load)
        if failed is not None:
            yield first, failed
            return
        for position, request in enumerate(itertools.chain([first], calls)):
            self._is_fresh = position == 0
            outcome, alive = self._settle(request.call)
            if position == 0:
                outcome = outcome._replace(cpu_seconds=outcome.cpu_seconds + spent)
            helped = self._relay is not None and self._relay.used
            if helped or outcome.fresh is not self._is_fresh:
                outcome = outcome._replace(fresh=self._is_fresh, helped=helped)
            yield request, outcome
            if not alive:
                return

    def loaded(self, load: bytes) -> AskChild:
        """Load author code; returns what makes one call of it."""
        failed, _ = self._load(load)
        return self._make_call if failed is None else lambda _: (failed, False)

    def _load(self, load: bytes) -> tuple[Outcome | None, float]:
        """Return what became of it where it failed, and the processor time that it took."""
        try:
            # What locks the child goes ahead of what it loads, in one: it is woken once.
            frame, spent = self._ask(load, _LOAD_BYTES, ahead=limits_message(self._limits))
            self.load_errors = read_load_errors(wire.decode(frame), self._places)
            return None, spent
        except (_Ended, *UNFIT) as error:
            failed = error.outcome if isinstance(error, _Ended) else Outcome(Ending.UNREADABLE)
            failed = failed._replace(detail=f"{LOADING}: {failed.detail}")
            self.broken = failed._replace(cpu_seconds=0.0)
            return failed, 0.0

    def _settle(self, call: Call) -> tuple[Outcome, bool]:
        """Make a case's one call, or those of its property."""
        if call.property is None:
            return self._make_call(call)
        with self._open_checker(call.property) as checker:
            return converse(call, self._make_call, checker)

    def _make_call(self, call: Call) -> tuple[Outcome, bool]:
        token = os.urandom(TOKEN_BYTES)
        extra = None if self._relay is None else {"helpers": self._relay.stand_ins(call)}
        message = call_message(call, token, self._limits, extra)
        try:
            frame, spent = self._ask(message, self._budget.result_bytes + _OVERHEAD_BYTES, token)
        except _Ended as ended:
            return ended.outcome, False
        try:
            outcome = read_outcome(frame, token, self._places, self._limits, spent, self._is_fresh)
        except UNFIT:
            # What came is not an answer to this call: no later one can be trusted to be.
            return Outcome(Ending.UNREADABLE, detail="protocol", cpu_seconds=spent), False
        alive = outcome.ending is not Ending.MEMORY and not self._handle.pending()
        return outcome, alive

    def _ask(
        self, message: bytes, max_bytes: int, token: bytes = b"", ahead: bytes = b""
    ) -> tuple[bytes, float]:
        limits, started = self._limits, time.monotonic()
        watch = Watch(self._handle, limits.case_cpu_seconds, limits.case_wall_seconds)
        spent, size = 0.0, 0
        try:
            frame = self._exchange(message, max_bytes, watch, ahead)
            if self._relay is not None:
                frame = self._serve(self._relay, frame, max_bytes, token, watch)
            spent, size = watch.used(), len(frame)
            return frame, spent
        except TimeUp as up:
            spent = limits.case_cpu_seconds if up.kind == "cpu" else 0.0
            self.finish()  # and wait for its end: it may have much to release
            raise _Ended(Outcome(Ending.TIMEOUT, detail=up.kind, cpu_seconds=spent)) from None
        except (TooMuch, Refused) as error:
            spent = watch.used()
            self.finish()
            raise _Ended(Outcome(Ending.UNREADABLE, detail=str(error))) from None
        except ChildGone:
            # It has often just ended by itself, and its own exit says more than our kill: which
            # of the two comes first must not be chance.
            raise _Ended(_death(self.finish(_GRACE_SECONDS))) from None
        finally:
            self._budget.use(spent, time.monotonic() - started, size)

    def _exchange(self, message: bytes, max_bytes: int, watch: Watch, ahead: bytes = b"") -> bytes:
        send(self._handle, message, self._limits.case_wall_seconds, ahead)
        return receive(self._handle, max_bytes, watch)

    def _serve(
        self, relay: Relay, frame: bytes, max_bytes: int, token: bytes, watch: Watch
    ) -> bytes:
        """Answer the child's calls of right helpers; returns what it says after the last."""
        while relay.is_asked_by(frame):
            with watch.waited_for():
                try:
                    answer = relay.answer(frame, token, watch)
                except UNFIT as error:
                    raise Refused("protocol") from error
            watch.check()
            frame = self._exchange(answer, max_bytes, watch)
        return frame


class _Ended(Exception):
    """The child can no longer be asked; ``outcome`` is the running call's."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.ending)
        self.outcome = outcome


def _death(end: End | None) -> Outcome:
    if end is None:
        return Outcome(Ending.FAULT, detail="the zygote is gone")
    if end.signal == _SIGXCPU:
        return Outcome(Ending.TIMEOUT, detail="cpu")
    how = f"signal {end.signal}" if end.signal else f"exit code {end.exit_code}"
    return Outcome(Ending.DIED, detail=how)
