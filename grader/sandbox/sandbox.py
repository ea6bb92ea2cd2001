"""Runs a submission's cases in children and returns what came back, unjudged.

Cases share a child for speed. A child that dies, hangs or breaks the rules is replaced for the
next case; `Sandbox.run` can be asked for a child of its own for each case, which is what decides.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from grader.errors import AuthorError, IsolationError
from grader.model.exercise import Call, Limits, Module, Property
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.sandbox.asking import Budget, Child
from grader.sandbox.conversation import AskChild
from grader.sandbox.handle import Handle
from grader.sandbox.messages import StatementError, load_message
from grader.sandbox.places import Places
from grader.sandbox.relay import Helper, Relay

_FAULTS_FORGIVEN = 2


Gate = Callable[[Mapping[str, Outcome]], bool]


class Spawner(Protocol):
    @property
    def layers(self) -> tuple[str, ...]: ...
    @property
    def pid(self) -> int | None: ...

    def begin(self) -> None:
        """Start warming up; ``start`` waits until that is done."""

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
    """One named call, and how it is to be made for this submission.

    Only calls of one ``group`` share a child: what a call brings with it never meets the code
    that answers a call of another group.
    """

    name: str
    call: Call
    group: str = ""
    hidden: bool = False


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
        budget: Budget | None = None,
        gate: Gate | None = None,
        helpers: Sequence[Helper] = (),
    ) -> Run:
        """Make the calls in order. With ``alone`` each gets a child that saw no other call.

        A ``budget`` that several runs of one submission share is what they may use together.
        ``gate`` is asked, with the outcomes so far, before the first hidden call is made: when
        it says no, the run ends there, and hidden calls have no outcome.
        ``helpers`` stand in for the submission's own functions of their names: see ``relay``.

        Never raises for anything that the submission does; a fault outside the child is the
        outcome FAULT of the calls concerned.
        """
        load = load_message(program, modules, sorted({r.call.function for r in requests}))
        outcomes: dict[str, Outcome] = {}
        errors: tuple[StatementError, ...] | None = None
        budget = budget or Budget(limits)
        ended: set[str] = set()  # functions that had their one timeout
        waiting = list(requests)
        again = _FAULTS_FORGIVEN
        while waiting:
            if waiting[0].call.function in ended:
                outcomes[waiting.pop(0).name] = Outcome(Ending.NOT_RUN, detail="timeout")
                continue
            if budget.spent:
                for request in waiting:
                    outcomes[request.name] = Outcome(Ending.NOT_RUN, detail=budget.spent)
                break
            if gate is not None and waiting[0].hidden and not gate(outcomes):
                break
            group = waiting[0].group
            batch = waiting[:1] if alone else [r for r in waiting if r.group == group]
            before = len(outcomes)
            relay = Relay(helpers, modules, limits, self._spawn) if helpers else None
            with self._child(limits, Places(program), budget, relay) as child:
                for request, outcome in child.answer(load, _up_to_gate(batch, gate, outcomes)):
                    if outcome.ending is Ending.FAULT and again > 0:
                        break
                    outcomes[request.name] = outcome
                    if outcome.ending is Ending.TIMEOUT:
                        ended.add(request.call.function)
                    if budget.spent:
                        break
            if child.gone and again > 0:  # the zygote was killed: the case is asked of a new one
                again -= 1
                waiting = [r for r in waiting if r.name not in outcomes]
                continue
            if child.broken is not None:  # loading is the same in every child
                outcomes |= {r.name: child.broken for r in waiting if r.name not in outcomes}
            if errors is None:
                # The first child's, which had met no case: a later one knows by the clock when
                # the one before it died, and could tell in a message what that one had seen.
                errors = child.load_errors
            if len(outcomes) == before:  # nothing moved: only a fault of ours can do that
                outcomes[batch[0].name] = Outcome(Ending.FAULT, detail="no outcome")
            waiting = [r for r in waiting if r.name not in outcomes]
        return Run(outcomes, errors or ())

    @contextlib.contextmanager
    def _child(
        self, limits: Limits, places: Places, budget: Budget, relay: Relay | None = None
    ) -> Iterator[Child]:
        checker = functools.partial(self._checker, limits, budget)
        child = Child(self._spawn(), limits, places, budget, checker, relay)
        try:
            yield child
        finally:
            child.dismiss()
            if child.gone:  # the zygote died: its children with it
                self._spawner.restart()

    @contextlib.contextmanager
    def _checker(self, limits: Limits, budget: Budget, asked: Property) -> Iterator[AskChild]:
        """A child for a property's author code, which the student's child knows nothing of."""
        program = Program(())
        load = load_message(program, asked.modules, [])
        with self._child(limits, Places(program), budget) as child:
            yield child.loaded(load)

    def _spawn(self) -> Handle:
        for _ in range(3):
            try:
                return self._spawner.spawn()
            except OSError:
                self._spawner.restart()
        raise IsolationError("the sandbox cannot start a process")


def _up_to_gate(
    batch: Sequence[Request], gate: Gate | None, outcomes: Mapping[str, Outcome]
) -> Iterator[Request]:
    """The calls of one child; ``outcomes`` grows while they are made."""
    for request in batch:
        if request.hidden and gate is not None:
            if not gate(outcomes):
                return
            gate = None
        yield request


def must_return(run: Run, name: str, whose: str) -> Any:
    """Return a value that author code was asked for; raises AuthorError when there is none."""
    outcome = run.outcomes[name]
    if outcome.ending is Ending.RETURNED:
        return outcome.value
    why = outcome.raised and f"{outcome.raised.type}: {outcome.raised.message}"
    raise AuthorError(f"{whose} does not return on case {name!r}: {why or outcome.ending}")
