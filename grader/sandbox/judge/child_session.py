"""One child during its life: what it is asked, within what its submission may still use."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from grader import wire
from grader.model.exercise import Call, Limits, Property
from grader.model.outcome import Ending, Outcome, StatementError
from grader.sandbox.judge.error_locations import Places
from grader.sandbox.judge.helper_relay import Refused, Relay
from grader.sandbox.judge.process_handle import (
    ChildGone,
    End,
    Handle,
    TimeUp,
    TooMuch,
    Watch,
    receive,
    send,
)
from grader.sandbox.judge.property_check import AskChild, converse
from grader.sandbox.judge.protocol import (
    call_message,
    limits_message,
    read_load_errors,
    read_outcome,
)
from grader.wire.framing import TOKEN_BYTES

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


OpenChecker = Callable[[Property], AbstractContextManager[AskChild]]
"""Starts the child of a property's author code."""


class Budget:
    """What a submission may still use: processor time, time spent waiting, room for its results."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cpu = 0.0
        self._wall = 0.0
        self._bytes = _VALUES_HELD * limits.result_bytes
        self.timed_out: set[str] = set()
        """Functions that had their one timeout."""

    def use(self, cpu: float, wall: float, size: int) -> None:
        self._cpu += cpu
        self._wall += wall
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
        self._finished = False
        self._end: End | None = None
        self.can_be_asked = True
        self.load_errors: tuple[StatementError, ...] = ()
        self.load_seconds = 0.0
        """Processor time that loading took."""

    def finish(self, grace: float = 0.0) -> End | None:
        """End the child; returns how it ended, None where the zygote is gone and cannot tell."""
        if self._is_to_be_ended():
            with contextlib.suppress(OSError):
                self._end = self._handle.end(grace)
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

    def load(self, message: bytes) -> Outcome | None:
        """Lock the child down and load the program; returns what became of it where that failed."""
        try:
            # What locks the child goes ahead of what it loads, in one: it is woken once.
            ahead = limits_message(self._limits)
            frame, self.load_seconds = self._ask(message, _LOAD_BYTES, ahead=ahead)
            self.load_errors = read_load_errors(wire.decode(frame), self._places)
            return None
        except (_Ended, *UNFIT) as error:
            self.can_be_asked = False
            failed = error.outcome if isinstance(error, _Ended) else Outcome(Ending.UNREADABLE)
            return failed._replace(detail=f"{LOADING}: {failed.detail}")

    def ask(self, call: Call) -> Outcome:
        """Make a case's one call, or those of its property."""
        if call.property is None:
            outcome, self.can_be_asked = self.call(call)
        else:
            with self._open_checker(call.property) as checker:
                outcome, self.can_be_asked = converse(call, self.call, checker)
        return outcome

    def call(self, call: Call) -> tuple[Outcome, bool]:
        """Make one call; says too whether the child can be asked again."""
        token = os.urandom(TOKEN_BYTES)
        extra = None if self._relay is None else {"helpers": self._relay.stand_ins(call)}
        message = call_message(call, token, self._limits, extra)
        try:
            frame, spent = self._ask(message, self._budget.result_bytes + _OVERHEAD_BYTES, token)
        except _Ended as ended:
            return ended.outcome, False
        try:
            outcome = read_outcome(frame, token, self._places, self._limits, spent)
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
