"""Makes the calls of one submission in children, and returns what came back, unjudged.

A `Session` makes one call after another. Calls that may share a `Child` do so for speed; every other
call gets a child of its own. A child that dies, hangs or breaks the rules is replaced for the next
call; the call that it failed keeps that outcome.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader import wire
from grader.model.exercise import Call, Limits, Module
from grader.model.outcome import LOADING, Ending, Outcome, Run, StatementError
from grader.model.submission import Program
from grader.sandbox.framing import TOKEN_BYTES
from grader.sandbox.judge.canonical_form import in_canonical_form
from grader.sandbox.judge.helper_relay import Helper, Relay
from grader.sandbox.judge.process_handle import ChildGone, Exchange, Handle, TimeUp, Unfit
from grader.sandbox.judge.property_check import AskChild, check_property
from grader.sandbox.judge.protocol import (
    UNFIT,
    Places,
    call_message,
    limits_message,
    load_message,
    read_load_errors,
    read_outcome,
)
from grader.sandbox.judge.spawner import Spawner
from grader.util.errors import AuthorError, IsolationError

_FAULTS_FORGIVEN = 2
# What the judge holds of one submission's results, in values of the largest permitted size.
_VALUES_HELD = 2
# Waiting counts as idle beyond this many times the processor time: neighbours may be busy.
_PATIENCE = 10
_LOAD_BYTES = 1 << 20  # an answer to "load" names errors, no more
_OVERHEAD_BYTES = 1 << 18  # beside the value: printed text, messages
_SIGXCPU = 24
_GRACE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Isolation:
    """What protects the judge on this machine.

    level    "locked" where every probe was refused, else "weak"
    layers   the layers that are in force
    refused  probe -> whether the attempt was refused
    """

    level: str
    layers: tuple[str, ...]
    refused: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """One named call, and how it is to be made for this submission.

    shared  whether it may be made in a child that answers other calls
    group   only calls of one group share a child: what a call brings with it never meets the
            code that answers a call of another group
    """

    name: str
    call: Call
    shared: bool = True
    group: str = ""


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

    def session(
        self,
        program: Program,
        limits: Limits,
        modules: Sequence[Module] = (),
        *,
        budget: Budget | None = None,
        helpers: Sequence[Helper] = (),
    ) -> Session:
        """Return a session for calls of ``program``'s functions; close it when done.

        Args:
            program: the submission.
            limits: of one call and of the whole submission.
            modules: stub modules that the program may import.
            budget: what several sessions of one submission may use together.
            helpers: replace the submission's own functions of their names.
        """
        return Session(self, Plan(program, limits, budget or Budget(limits), modules, helpers))

    def run(
        self,
        program: Program,
        requests: Sequence[Request],
        limits: Limits,
        modules: Sequence[Module] = (),
        **options: Any,
    ) -> Run:
        """Make all calls, in order, in one session; see `session` for the options."""
        with contextlib.closing(self.session(program, limits, modules, **options)) as session:
            outcomes = {request.name: session.ask(request) for request in requests}
            return Run(outcomes, session.load_errors)

    def spawn(self, libraries: Collection[str] = ()) -> Handle:
        """Start a child with these libraries; raises IsolationError where that cannot be done."""
        for _ in range(3):
            try:
                return self._spawner.spawn(libraries)
            except OSError:
                self._spawner.restart()
        raise IsolationError("the sandbox cannot start a process")


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


class Session:
    """One submission's calls, in order. Each is made once, and what comes back is its outcome.

    Nothing is raised for what the submission does. Only a call without an outcome, because the
    zygote went down, is made again in a fresh zygote; after that it is the outcome FAULT.
    """

    def __init__(self, sandbox: Sandbox, plan: Plan) -> None:
        self._sandbox, self._plan = sandbox, plan
        self._children: dict[str, Child] = {}  # that may be asked again, by group
        # A function may loop because its helper is wrong: the run with a correct one decides.
        self._timed_out = set() if plan.helpers else plan.budget.timed_out
        self._broken: Outcome | None = None
        self._forgiven = 0
        self._met_a_child = False
        self.load_errors: tuple[StatementError, ...] = ()
        """What the first child met while loading: it had met no call yet."""

    def ask(self, request: Request) -> Outcome:
        """Make the call, unless earlier calls decide its outcome."""
        if request.call.function in self._timed_out:
            return Outcome(Ending.NOT_RUN, detail="timeout")
        if self._broken is not None:
            return self._broken
        if self._plan.budget.spent:
            return Outcome(Ending.NOT_RUN, detail=self._plan.budget.spent)
        outcome = self._ask(request)
        while outcome.ending is Ending.FAULT and self._forgiven < _FAULTS_FORGIVEN:
            self._forgiven += 1
            self.close()  # all children went down with the zygote
            with contextlib.suppress(IsolationError, OSError):
                self._sandbox.restart()
            outcome = self._ask(request)
        if outcome.ending is Ending.TIMEOUT:
            self._timed_out.add(request.call.function)
        return outcome

    def close(self) -> None:
        """End all children."""
        for child in self._children.values():
            child.end()
        self._children = {}

    def _ask(self, request: Request) -> Outcome:
        # A child locks itself down once: a call with limits of its own has one of its own.
        shared = request.shared and request.call.may_share and request.call.limits is None
        child = self._children.pop(request.group, None) if shared else None
        spent = 0.0
        try:
            if child is None:
                spawn = functools.partial(self._sandbox.spawn, self._plan.program.libraries)
                child = Child(spawn, self._plan.for_call(request.call))
                failed = self._load(child, narrowed=request.call.limits is not None)
                if failed is not None:
                    return failed
                spent = child.load_seconds
            outcome = child.ask(request.call)
        except IsolationError as error:
            return Outcome(Ending.FAULT, detail=str(error))
        if shared and child.can_be_asked:
            self._children[request.group] = child
        else:
            child.end()
        return replace(outcome, cpu_seconds=outcome.cpu_seconds + spent)

    def _load(self, child: Child, narrowed: bool) -> Outcome | None:
        """Load the program; returns the outcome where that failed, for every call.

        In a child with narrower limits it may fail for its one call only.
        """
        failed = child.load()
        if failed is not None:
            child.end()
            if failed.ending is not Ending.FAULT and not narrowed:
                self._broken = replace(failed, cpu_seconds=0.0)
        if not self._met_a_child:
            self._met_a_child, self.load_errors = not narrowed, child.load_errors
        return failed


class Child:
    """One child during its life. After an outcome that ended it, ``can_be_asked`` is False."""

    def __init__(self, spawn: Callable[[], Handle], plan: Plan) -> None:
        self._open = functools.partial(Child, spawn)
        self._plan = plan
        self._handle = spawn()
        self._exchange = Exchange(self._handle, plan.limits.case_wall_seconds)
        self._relay: Relay | None = None
        if plan.helpers:
            self._relay = Relay(plan.helpers, plan.limits, self._open_helper)
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

    def _open_helper(self, program: Program) -> Child:
        """A child for a correct helper, with limits of its own."""
        budget = Budget(self._plan.limits)
        return self._open(replace(self._plan, program=program, budget=budget, helpers=()))

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
        limits = self._plan.limits
        cpu_limit = limits.case_cpu_seconds if cpu_seconds is None else cpu_seconds
        spent, size = 0.0, 0
        try:
            frame, spent = self._exchange.ask(messages, most, cpu_limit)
            while self._relay is not None and self._relay.is_asked_by(frame):
                answer = self._relay.answer(frame, token, self._exchange)
                frame, spent = self._exchange.ask((answer,), most)
            size = len(frame)
            return frame, spent
        except TimeUp as up:
            spent = cpu_limit if up.kind == "cpu" else 0.0
            self.end()  # and wait for its end: it may have much to release
            raise _Ended(Outcome(Ending.TIMEOUT, detail=up.kind, cpu_seconds=spent)) from None
        except Unfit as error:
            spent = self._exchange.used()
            self.end()
            raise _Ended(Outcome(Ending.UNREADABLE, detail=str(error))) from None
        except ChildGone:
            spent = self._exchange.used()
            # It has often just ended by itself, and its own exit says more than our kill: which
            # of the two comes first must not be chance.
            raise _Ended(_death(self.end(_GRACE_SECONDS))) from None
        finally:
            self._plan.budget.use(spent, self._exchange.idle(), size)


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


def must_return(run: Run, name: str, whose: str) -> Any:
    """Return a value that author code was asked for; raises AuthorError when there is none."""
    outcome = run.outcomes[name]
    if outcome.ending is Ending.RETURNED:
        return outcome.value
    raised = outcome.raised
    why = raised and f"{raised.type}: {raised.message}"
    if raised and raised.line is not None:
        why = f"{why} ({raised.origin}, line {raised.line})"
    raise AuthorError(f"{whose} does not return on case {name!r}: {why or outcome.ending}")
