"""Makes the calls of one submission in children, and returns what came back, unjudged.

A `Session` makes one call after another. Calls that may share a child do so for speed; every other
call gets a child of its own. A child that dies, hangs or breaks the rules is replaced for the next
call; the call that it failed keeps that outcome.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader.model.exercise import Call, Limits, Module
from grader.model.outcome import Ending, Outcome, Run, StatementError
from grader.model.submission import Program
from grader.sandbox.judge.child_session import Child
from grader.sandbox.judge.plan import Budget, Helper, Plan
from grader.sandbox.judge.process_handle import Handle
from grader.sandbox.judge.spawner import Spawner
from grader.util.errors import AuthorError, IsolationError

_FAULTS_FORGIVEN = 2


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


def must_return(run: Run, name: str, whose: str) -> Any:
    """Return a value that author code was asked for; raises AuthorError when there is none."""
    outcome = run.outcomes[name]
    if outcome.ending is Ending.RETURNED:
        return outcome.value
    why = outcome.raised and f"{outcome.raised.type}: {outcome.raised.message}"
    raise AuthorError(f"{whose} does not return on case {name!r}: {why or outcome.ending}")
