"""One child during its life: what it is asked, within what its submission may still use."""

from __future__ import annotations

import contextlib
import functools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from grader import wire
from grader.model.exercise import Call, Limits, Module, Property
from grader.model.outcome import Ending, Outcome, StatementError
from grader.model.submission import Program
from grader.sandbox.judge.helper_relay import Helper, Refused, Relay
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
from grader.sandbox.judge.property_check import LOADING, AskChild, check_property
from grader.sandbox.judge.protocol import (
    OVERHEAD_BYTES,
    UNFIT,
    Places,
    call_message,
    limits_message,
    load_message,
    read_load_errors,
    read_outcome,
)
from grader.wire.framing import TOKEN_BYTES

# What the judge holds of one submission's results, in values of the largest permitted size.
_VALUES_HELD = 2
# Waiting counts as idle beyond this many times the processor time: neighbours may be busy.
_PATIENCE = 10
_LOAD_BYTES = 1 << 20  # an answer to "load" names functions and errors, no more
_SIGXCPU = 24
_GRACE_SECONDS = 0.25


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

    @functools.cached_property
    def places(self) -> Places:
        return Places(self.program)

    @functools.cached_property
    def load_message(self) -> bytes:
        return load_message(self.program, self.modules)


class Child:
    """One child during its life."""

    def __init__(self, spawn: Callable[[], Handle], plan: Plan) -> None:
        self._spawn, self._plan = spawn, plan
        self._handle = spawn()
        self._relay: Relay | None = None
        if plan.helpers:
            self._relay = Relay(plan.helpers, plan.modules, plan.limits, spawn)
        self._finished = False
        self._end: End | None = None
        self.can_be_asked = True
        self.load_errors: tuple[StatementError, ...] = ()
        self.load_seconds = 0.0
        """Processor time that loading took."""

    def finish(self, grace: float = 0.0) -> End | None:
        """End the child; returns how it ended, None where the zygote is gone and nobody knows."""
        if self._must_be_ended():
            with contextlib.suppress(OSError):
                self._end = self._handle.end(grace)
        return self._end

    def dismiss(self) -> None:
        """End the child, unless it has ended, where it does not matter how."""
        if self._must_be_ended():
            with contextlib.suppress(OSError):
                self._handle.dismiss()

    def _must_be_ended(self) -> bool:
        """True once: a child is ended one time only, and its helpers with it."""
        if self._finished:
            return False
        self._finished = True
        if self._relay is not None:
            self._relay.close()
        return True

    def load(self) -> Outcome | None:
        """Lock the child down and load the program; returns the outcome where that failed."""
        try:
            ahead = limits_message(self._plan.limits)
            frame, self.load_seconds = self._ask(self._plan.load_message, _LOAD_BYTES, ahead=ahead)
            self.load_errors = read_load_errors(wire.decode(frame), self._plan.places)
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
            with self._checker(call.property) as checker:
                outcome, self.can_be_asked = check_property(call, self.call, checker)
        return outcome

    @contextmanager
    def _checker(self, asked: Property) -> Iterator[AskChild]:
        """A child for a property's author code, which this one knows nothing of."""
        plan = replace(self._plan, program=Program(()), modules=asked.modules, helpers=())
        checker = Child(self._spawn, plan)
        try:
            failed = checker.load()
            yield checker.call if failed is None else lambda _: (failed, False)
        finally:
            checker.dismiss()

    def call(self, call: Call) -> tuple[Outcome, bool]:
        """Make one call; returns its outcome, and whether the child can be asked again."""
        token, plan = os.urandom(TOKEN_BYTES), self._plan
        extra = None if self._relay is None else {"helpers": self._relay.stubs(call)}
        message = call_message(call, token, plan.limits, extra)
        try:
            frame, spent = self._ask(message, plan.budget.result_bytes + OVERHEAD_BYTES, token)
        except _Ended as ended:
            return ended.outcome, False
        try:
            outcome = read_outcome(frame, token, plan.places, plan.limits, spent)
        except UNFIT:
            # What came is not an answer to this call: no later one can be trusted to be.
            return Outcome(Ending.UNREADABLE, detail="protocol", cpu_seconds=spent), False
        alive = outcome.ending is not Ending.MEMORY and not self._handle.pending()
        return outcome, alive

    def _ask(
        self, message: bytes, max_bytes: int, token: bytes = b"", ahead: bytes = b""
    ) -> tuple[bytes, float]:
        """Send one message, or two; returns the answer and the processor time that it took."""
        limits, started = self._plan.limits, time.monotonic()
        watch = Watch(self._handle, limits.case_cpu_seconds, limits.case_wall_seconds)
        spent, size = 0.0, 0
        try:
            send(self._handle, message, limits.case_wall_seconds, ahead)
            frame = receive(self._handle, max_bytes, watch)
            while self._relay is not None and self._relay.is_asked_by(frame):
                answer = self._relay.answer(frame, token, watch)
                send(self._handle, answer, limits.case_wall_seconds)
                frame = receive(self._handle, max_bytes, watch)
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
            self._plan.budget.use(spent, time.monotonic() - started, size)


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
