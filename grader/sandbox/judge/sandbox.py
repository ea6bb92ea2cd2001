"""Makes the calls of one submission in children, and returns what came back, unjudged.

A `Session` makes one call after another. Calls that may share a child do so for speed; every other
call gets a child of its own. A child that dies, hangs or breaks the rules is replaced for the next
call: the call that it failed has its answer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from grader.model.exercise import Call, Limits, Module, Property
from grader.model.outcome import Ending, Outcome, Run, StatementError
from grader.model.submission import Program
from grader.sandbox.judge.child_session import Budget, Child
from grader.sandbox.judge.error_locations import Places
from grader.sandbox.judge.helper_relay import Helper, Relay
from grader.sandbox.judge.process_handle import Handle
from grader.sandbox.judge.property_check import AskChild
from grader.sandbox.judge.protocol import load_message
from grader.util.errors import AuthorError, IsolationError

_FAULTS_FORGIVEN = 2


class Spawner(Protocol):
    @property
    def layers(self) -> tuple[str, ...]: ...
    @property
    def pid(self) -> int | None: ...

    def begin(self) -> None:
        """Start warming up; ``start`` waits until that is done."""

    def start(self) -> None: ...
    def provide(self, libraries: Collection[str]) -> None:
        """Have the children that are started from now on find these libraries."""

    def spawn(self) -> Handle: ...
    def restart(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Isolation:
    """What protects the judge on this machine, as probe children found it."""

    level: str
    layers: tuple[str, ...]


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
            budget: what several sessions of one submission may use together.
            helpers: stand in for the submission's own functions of their names: see ``relay``.
        """
        self._spawner.provide(program.libraries)
        return Session(self, program, limits, modules, budget or Budget(limits), helpers)

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

    def spawn(self) -> Handle:
        """Start a child; raises IsolationError where that cannot be done."""
        for _ in range(3):
            try:
                return self._spawner.spawn()
            except OSError:
                self._spawner.restart()
        raise IsolationError("the sandbox cannot start a process")


class Session:
    """One submission's calls, in order. Each is made once, and what comes back is its outcome.

    Nothing is raised for what the submission does. Only a call that has no outcome, since the
    zygote went down, is made again in a fresh zygote; after that it is the outcome FAULT.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        program: Program,
        limits: Limits,
        modules: Sequence[Module],
        budget: Budget,
        helpers: Sequence[Helper],
    ) -> None:
        self._sandbox, self._limits, self._budget = sandbox, limits, budget
        self._helpers, self._modules = helpers, modules
        self._places = Places(program)
        self._load = load_message(program, modules, sorted(program.functions))
        self._children: dict[str, Child] = {}  # that may be asked again, by group
        # A function may loop because its helper is wrong: the run with a correct one decides.
        self._timed_out = set() if helpers else budget.timed_out
        self._broken: Outcome | None = None
        self._forgiven = 0
        self._met_a_child = False
        self.load_errors: tuple[StatementError, ...] = ()
        """What the first child met while loading: it had met no call yet."""

    def ask(self, request: Request) -> Outcome:
        """Make the call, unless what went before tells its outcome."""
        if request.call.function in self._timed_out:
            return Outcome(Ending.NOT_RUN, detail="timeout")
        if self._broken is not None:
            return self._broken
        if self._budget.spent:
            return Outcome(Ending.NOT_RUN, detail=self._budget.spent)
        outcome = self._ask(request)
        while outcome.ending is Ending.FAULT and self._forgiven < _FAULTS_FORGIVEN:
            self._forgiven += 1
            self._restart()
            outcome = self._ask(request)
        if outcome.ending is Ending.TIMEOUT:
            self._timed_out.add(request.call.function)
        return outcome

    def close(self) -> None:
        """End all children."""
        for child in self._children.values():
            child.dismiss()
        self._children = {}

    def _ask(self, request: Request) -> Outcome:
        child = self._children.pop(request.group, None) if request.shared else None
        spent = 0.0
        try:
            if child is None:
                child = self._child(self._places, self._relay())
                failed = self._loading(child)
                if failed is not None:
                    return failed
                spent = child.load_seconds
            outcome = child.ask(request.call)
        except IsolationError as error:
            return Outcome(Ending.FAULT, detail=str(error))
        if request.shared and child.can_be_asked:
            self._children[request.group] = child
        else:
            child.dismiss()
        return outcome._replace(cpu_seconds=outcome.cpu_seconds + spent) if spent else outcome

    def _loading(self, child: Child) -> Outcome | None:
        """Load the program; returns what became of it where that failed, for every call."""
        failed = child.load(self._load)
        if failed is not None:
            child.dismiss()
            if failed.ending is not Ending.FAULT:
                self._broken = failed._replace(cpu_seconds=0.0)
        if not self._met_a_child:
            self._met_a_child, self.load_errors = True, child.load_errors
        return failed

    def _relay(self) -> Relay | None:
        if not self._helpers:
            return None
        return Relay(self._helpers, self._modules, self._limits, self._sandbox.spawn)

    def _child(self, places: Places, relay: Relay | None = None) -> Child:
        handle = self._sandbox.spawn()
        return Child(handle, self._limits, places, self._budget, self._checker, relay)

    @contextlib.contextmanager
    def _checker(self, asked: Property) -> Iterator[AskChild]:
        """A child for a property's author code, which the student's child knows nothing of."""
        program = Program(())
        checker = self._child(Places(program))
        try:
            failed = checker.load(load_message(program, asked.modules, []))
            yield checker.call if failed is None else lambda _: (failed, False)
        finally:
            checker.dismiss()

    def _restart(self) -> None:
        """Begin again with a fresh zygote: all children went down with the old one."""
        self.close()
        with contextlib.suppress(IsolationError, OSError):
            self._sandbox.restart()


def must_return(run: Run, name: str, whose: str) -> Any:
    """Return a value that author code was asked for; raises AuthorError when there is none."""
    outcome = run.outcomes[name]
    if outcome.ending is Ending.RETURNED:
        return outcome.value
    why = outcome.raised and f"{outcome.raised.type}: {outcome.raised.message}"
    raise AuthorError(f"{whose} does not return on case {name!r}: {why or outcome.ending}")
