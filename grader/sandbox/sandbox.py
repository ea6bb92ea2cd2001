"""Runs a submission's cases in children and returns what came back, unjudged.

Cases share a child for speed. A child that dies, hangs or breaks the rules is replaced for the
next case; `Sandbox.run` can be asked for a child of its own for each case, which is what decides.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from grader import wire
from grader.errors import AuthorError, IsolationError
from grader.model.exercise import Call, Limits, Module
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.handle import ChildGone, End, Handle, TimeUp, TooMuch, receive, send
from grader.sandbox.messages import (
    StatementError,
    call_message,
    load_message,
    read_load_errors,
    read_outcome,
)

_LOAD_BYTES = 1 << 20  # an answer to "load" names functions and errors, no more
_OVERHEAD_BYTES = 1 << 18  # beside the value: printed text, messages
_SIGXCPU = 24


class Spawner(Protocol):
    layers: tuple[str, ...]
    pid: int | None

    def start(self) -> None: ...
    def spawn(self) -> Handle: ...
    def restart(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Isolation:
    """What protects the judge on this machine, as probe children found it."""

    level: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes of one submission, by case name, and what loading it met."""

    outcomes: Mapping[str, Outcome]
    load_errors: tuple[StatementError, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One named call, and how it is to be made for this submission."""

    name: str
    call: Call


class Sandbox:
    """Makes calls of student code; a context manager, used by one thread."""

    def __init__(self, spawner: Spawner) -> None:
        self._spawner = spawner
        self.isolation = Isolation("unprobed", ())

    def __enter__(self) -> Sandbox:
        self._spawner.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._spawner.close()

    def restart(self) -> None:
        """Start over with a fresh zygote."""
        self._spawner.restart()

    @property
    def layers(self) -> tuple[str, ...]:
        return self._spawner.layers

    @property
    def zygote_pid(self) -> int | None:
        return self._spawner.pid

    def run(
        self,
        program: Program,
        requests: Sequence[Request],
        limits: Limits,
        modules: Sequence[Module] = (),
        *,
        alone: bool = False,
    ) -> Run:
        """Make the calls in order. With ``alone`` each gets a child that saw no other call.

        Never raises for anything that the submission does; a fault outside the child is the
        outcome FAULT of the calls concerned.
        """
        load = load_message(program, modules, sorted({r.call.function for r in requests}))
        outcomes: dict[str, Outcome] = {}
        errors: tuple[StatementError, ...] = ()
        budget = limits.submission_cpu_seconds
        ended: set[str] = set()  # functions that had their one timeout
        waiting = list(requests)
        while waiting:
            if waiting[0].call.function in ended:
                outcomes[waiting.pop(0).name] = Outcome(Ending.NOT_RUN, detail="timeout")
                continue
            if budget <= 0:
                for request in waiting:
                    outcomes[request.name] = Outcome(Ending.NOT_RUN, detail="budget")
                break
            batch = waiting[:1] if alone else waiting
            before = len(outcomes)
            with self._child(limits) as child:
                for request, outcome in child.answer(load, batch, limits):
                    outcomes[request.name] = outcome
                    budget -= outcome.cpu_seconds
                    if outcome.ending is Ending.TIMEOUT:
                        ended.add(request.call.function)
                    if budget <= 0:
                        break
            errors = child.load_errors or errors
            if len(outcomes) == before:  # nothing moved: only a fault of ours can do that
                outcomes[batch[0].name] = Outcome(Ending.FAULT, detail="no outcome")
            waiting = [r for r in waiting if r.name not in outcomes]
        return Run(outcomes, errors)

    @contextlib.contextmanager
    def _child(self, limits: Limits) -> Iterator[_Child]:
        child = _Child(self._spawn())
        try:
            child.set_limits(limits)
            yield child
        finally:
            try:
                child.finish()
            except OSError:  # the zygote died: its children with it
                self._spawner.restart()

    def _spawn(self) -> Handle:
        for _ in range(3):
            try:
                return self._spawner.spawn()
            except OSError:
                self._spawner.restart()
        raise IsolationError("the sandbox cannot start a process")


class _Child:
    """One child during its life."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._end: End | None = None
        self.load_errors: tuple[StatementError, ...] = ()

    def set_limits(self, limits: Limits) -> None:
        # Twice the budget: the limit inside is the backstop, the clock outside decides.
        settings = {
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": 2 * limits.submission_cpu_seconds + 5,
        }
        with contextlib.suppress(ChildGone, TimeUp):
            send(self._handle, wire.encode(settings), limits.case_wall_seconds)

    def finish(self) -> End:
        if self._end is None:
            self._end = self._handle.end()
        return self._end

    def answer(
        self, load: bytes, batch: Sequence[Request], limits: Limits
    ) -> Iterator[tuple[Request, Outcome]]:
        """Load the submission and make the calls until the child can no longer be asked."""
        try:
            answer, spent = self._ask(load, _LOAD_BYTES, limits)
            self.load_errors = read_load_errors(answer)
        except (_Ended, wire.WireError, TypeError, ValueError, IndexError) as error:
            # Loading is the same in every child, so it is not tried again for each call.
            failed = error.outcome if isinstance(error, _Ended) else Outcome(Ending.UNREADABLE)
            for request in batch:
                yield request, replace(failed, detail=f"while loading: {failed.detail}")
                failed = replace(failed, cpu_seconds=0.0)
            return
        for position, request in enumerate(batch):
            outcome, alive = self._make_call(request.call, limits)
            if position == 0:
                outcome = replace(outcome, cpu_seconds=outcome.cpu_seconds + spent)
            yield request, replace(outcome, fresh=position == 0)
            if not alive:
                return

    def _make_call(self, call: Call, limits: Limits) -> tuple[Outcome, bool]:
        token = secrets.token_bytes(8)
        try:
            frame, spent = self._ask_raw(
                call_message(call, token, limits), limits.result_bytes + _OVERHEAD_BYTES, limits
            )
        except _Ended as ended:
            return ended.outcome, False
        try:
            outcome = read_outcome(frame, token)
        except (wire.WireError, TypeError, ValueError, KeyError, AttributeError):
            # What came is not an answer to this call: no later one can be trusted to be.
            return Outcome(Ending.UNREADABLE, detail="protocol", cpu_seconds=spent), False
        alive = outcome.ending is not Ending.MEMORY and not self._handle.pending()
        return replace(outcome, cpu_seconds=spent), alive

    def _ask(self, message: bytes, max_bytes: int, limits: Limits) -> tuple[Any, float]:
        frame, spent = self._ask_raw(message, max_bytes, limits)
        return wire.decode(frame), spent

    def _ask_raw(self, message: bytes, max_bytes: int, limits: Limits) -> tuple[bytes, float]:
        try:
            send(self._handle, message, limits.case_wall_seconds)
            return receive(
                self._handle, max_bytes, limits.case_cpu_seconds, limits.case_wall_seconds
            )
        except TimeUp as up:
            spent = limits.case_cpu_seconds if up.kind == "cpu" else 0.0
            raise _Ended(Outcome(Ending.TIMEOUT, detail=up.kind, cpu_seconds=spent)) from None
        except TooMuch as reason:
            raise _Ended(Outcome(Ending.UNREADABLE, detail=str(reason))) from None
        except ChildGone:
            raise _Ended(_death(self.finish())) from None


class _Ended(Exception):
    """The child can no longer be asked; ``outcome`` is the running call's."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.ending)
        self.outcome = outcome


def _death(end: End) -> Outcome:
    if end.signal == _SIGXCPU:
        return Outcome(Ending.TIMEOUT, detail="cpu")
    how = f"signal {end.signal}" if end.signal else f"exit code {end.exit_code}"
    return Outcome(Ending.DIED, detail=how)


def must_return(run: Run, name: str, whose: str) -> Any:
    """Return a value that author code was asked for; raises AuthorError when there is none."""
    outcome = run.outcomes[name]
    if outcome.ending is Ending.RETURNED:
        return outcome.value
    why = outcome.raised and f"{outcome.raised.type}: {outcome.raised.message}"
    raise AuthorError(f"{whose} does not return on case {name!r}: {why or outcome.ending}")
