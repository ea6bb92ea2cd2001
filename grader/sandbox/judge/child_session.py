"""One child during its life: what it is asked, within what its submission may still use."""

from __future__ import annotations

import contextlib
import functools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from grader import wire
from grader.model.exercise import Call, Module
from grader.model.outcome import LOADING, Ending, Outcome, StatementError
from grader.model.submission import Program
from grader.sandbox.framing import TOKEN_BYTES, frame_of
from grader.sandbox.judge.canonical_form import in_canonical_form
from grader.sandbox.judge.helper_relay import Relay
from grader.sandbox.judge.plan import Plan
from grader.sandbox.judge.process_handle import (
    ChildGone,
    Handle,
    TimeUp,
    Unfit,
    Watch,
    receive,
)
from grader.sandbox.judge.property_check import AskChild, check_property
from grader.sandbox.judge.protocol import (
    UNFIT,
    call_message,
    limits_message,
    read_load_errors,
    read_outcome,
)

_LOAD_BYTES = 1 << 20  # an answer to "load" names errors, no more
_OVERHEAD_BYTES = 1 << 18  # beside the value: printed text, messages
_SIGXCPU = 24
_GRACE_SECONDS = 0.25


class Child:
    """One child during its life. After an outcome that ended it, ``can_be_asked`` is False."""

    def __init__(self, spawn: Callable[[], Handle], plan: Plan) -> None:
        self._open = functools.partial(Child, spawn)
        self._plan = plan
        self._handle = spawn()
        self._relay = Relay(plan, self._open) if plan.helpers else None
        self._ended = False
        self._exit_code: int | None = None
        self.can_be_asked = True
        self.load_errors: tuple[StatementError, ...] = ()
        self.load_seconds = 0.0
        """Processor time that loading took."""

    def end(self, grace: float = 0.0) -> int | None:
        """End the child and its helpers, once; returns how it ended, None where nobody knows.

        Nobody does where the zygote is gone.
        """
        if not self._ended:
            self._ended = True
            if self._relay is not None:
                self._relay.close()
            with contextlib.suppress(OSError):
                self._exit_code = self._handle.end(grace)
        return self._exit_code

    def load(self) -> Outcome | None:
        """Lock the child down and load the program; returns the outcome where that failed."""
        plan = self._plan
        try:
            messages = (limits_message(plan.limits), plan.load_message)
            frame, self.load_seconds = self._ask(messages, _LOAD_BYTES)
            self.load_errors = read_load_errors(wire.decode(frame), plan.places)
            return None
        except (_Ended, *UNFIT) as error:
            self.can_be_asked = False
            failed = error.outcome if isinstance(error, _Ended) else Outcome(Ending.UNREADABLE)
            return replace(failed, detail=f"{LOADING}: {failed.detail}")

    def ask(self, call: Call) -> Outcome:
        """Make a case's one call, or those of its property."""
        if call.property is not None:
            with self._authors(call.property.modules) as checker:
                return check_property(call, self.call, checker)
        outcome = self.call(call)
        if call.canonical is None or outcome.ending is not Ending.RETURNED:
            return outcome
        with self._authors(call.canonical.modules) as ask:
            return in_canonical_form(call.canonical, outcome, ask)

    @contextlib.contextmanager
    def _authors(self, modules: Sequence[Module]) -> Iterator[AskChild]:
        """A child for an author's code, which this one knows nothing of."""
        plan = replace(self._plan, program=Program(()), modules=modules, helpers=())
        checker = self._open(plan)
        try:
            failed = checker.load()
            yield checker.call if failed is None else lambda _: failed
        finally:
            checker.end()

    def call(
        self, call: Call, extra: dict[str, Any] | None = None, cpu_seconds: float | None = None
    ) -> Outcome:
        """Make one call.

        Args:
            call: the function and its arguments.
            extra: what else the child needs; for a helper, the random state.
            cpu_seconds: the limit, where it is not that of a case.
        """
        if not self.can_be_asked:
            return Outcome(Ending.UNREADABLE, detail="protocol")
        token, plan = os.urandom(TOKEN_BYTES), self._plan
        if self._relay is not None:
            extra = {"helpers": self._relay.stubs(call)}
        message = call_message(call, token, plan.limits, extra)
        size = min(plan.budget.result_bytes, plan.limits.result_bytes)
        self.can_be_asked = False
        try:
            frame, spent = self._ask((message,), size + _OVERHEAD_BYTES, token, cpu_seconds)
        except _Ended as ended:
            return ended.outcome
        try:
            outcome = read_outcome(frame, token, plan.places, plan.limits, call)
        except UNFIT:
            # What came is not an answer to this call: no later one can be trusted to be.
            return Outcome(Ending.UNREADABLE, detail="protocol", cpu_seconds=spent)
        self.can_be_asked = outcome.ending is not Ending.MEMORY and not self._handle.pending()
        return replace(outcome, cpu_seconds=spent)

    def _ask(
        self,
        messages: Sequence[bytes],
        most: int,
        token: bytes = b"",
        cpu_seconds: float | None = None,
    ) -> tuple[bytes, float]:
        """Send messages; returns the answer, of at most so many bytes, and processor seconds."""
        limits, started = self._plan.limits, time.monotonic()
        cpu_limit = limits.case_cpu_seconds if cpu_seconds is None else cpu_seconds
        watch = Watch(self._handle, cpu_limit, limits.case_wall_seconds)
        spent, size = 0.0, 0
        try:
            self._send(*messages)
            frame = receive(self._handle, most, watch)
            while self._relay is not None and self._relay.is_asked_by(frame):
                self._send(self._relay.answer(frame, token, watch))
                frame = receive(self._handle, most, watch)
            spent, size = watch.used(), len(frame)
            return frame, spent
        except TimeUp as up:
            spent = cpu_limit if up.kind == "cpu" else 0.0
            self.end()  # and wait for its end: it may have much to release
            raise _Ended(Outcome(Ending.TIMEOUT, detail=up.kind, cpu_seconds=spent)) from None
        except Unfit as error:
            spent = watch.used()
            self.end()
            raise _Ended(Outcome(Ending.UNREADABLE, detail=str(error))) from None
        except ChildGone:
            # It has often just ended by itself, and its own exit says more than our kill: which
            # of the two comes first must not be chance.
            raise _Ended(_death(self.end(_GRACE_SECONDS))) from None
        finally:
            self._plan.budget.use(spent, time.monotonic() - started, size)

    def _send(self, *messages: bytes) -> None:
        data = b"".join(map(frame_of, messages))
        self._handle.write(data, self._plan.limits.case_wall_seconds)


class _Ended(Exception):
    """The child can no longer be asked; ``outcome`` is the running call's."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.ending)
        self.outcome = outcome


def _death(exit_code: int | None) -> Outcome:
    if exit_code is None:
        return Outcome(Ending.FAULT, detail="the zygote is gone")
    if exit_code == -_SIGXCPU:
        return Outcome(Ending.TIMEOUT, detail="cpu")
    how = f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
    return Outcome(Ending.DIED, detail=how)
