"""A sandbox that does identical work once: what the same program did on the same calls is recalled.

Only what a fresh run would give again is kept: calls that returned, raised or were missing, far
below every limit, of programs that cannot tell themselves apart (``alike``). Where an error was
raised is said in the asking student's own file and lines.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from grader.model.exercise import Limits, Module
from grader.model.outcome import Ending, Outcome, Raised
from grader.model.submission import Program
from grader.sandbox import alike
from grader.sandbox.asking import Budget
from grader.sandbox.opening import ProbedSandbox
from grader.sandbox.sandbox import Request, Run, Spawner

KEPT_BYTES = 32 * 2**20
_LARGEST_SHARE = 8  # one run may fill this part of the room
_SAFE_SHARE = 0.25  # of a limit: what comes near one may meet it another time
_REPEATABLE = frozenset({Ending.RETURNED, Ending.RAISED, Ending.MISSING})
_OVERHEAD = 600  # bytes for each outcome, name and array, about
_MOST_NAMES = 10_000

Key = tuple[Hashable, ...]


class RecallingSandbox(ProbedSandbox):
    """As its parent in everything that can be seen of it from outside but the time that it takes."""

    def __init__(self, spawner: Spawner, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(spawner)
        self._kept = _Kept(kept_bytes)
        # By the request's id; holds the request too, and what its name stands for.
        self._names: dict[int, tuple[Request, Hashable, list[object]]] = {}

    @property
    def kept_bytes(self) -> int:
        """About how much memory what is kept takes."""
        return self._kept.bytes

    def run(
        self,
        program: Program,
        requests: Sequence[Request],
        limits: Limits,
        modules: Sequence[Module] = (),
        *,
        budget: Budget | None = None,
        **options: Any,
    ) -> Run:
        """See `Sandbox.run`. A ``gate`` has to answer by the outcomes and the program alone."""
        budget = budget or Budget(limits)
        fingerprint = alike.fingerprint(program)
        if fingerprint is None:
            return super().run(program, requests, limits, modules, budget=budget, **options)
        held: list[object] = []
        with_what = (limits, tuple(modules), sorted((n, v) for n, v in options.items()))
        named = tuple([self._name(request) for request in requests])
        key = (fingerprint, named, _token(with_what, held))
        former = self._kept.get(key)
        if former is not None and (told := former.told_of(program)) is not None:
            budget.use(*former.used)
            return told
        before = budget.used
        run = super().run(program, requests, limits, modules, budget=budget, **options)
        if _is_repeatable(run, limits):
            cpu, wall, size = budget.used
            used = (cpu - before[0], wall - before[1], size - before[2])
            self._kept.put(key, _Former(program, run, used, tuple(held)))
        return run

    def _name(self, request: Request) -> Hashable:
        """A request's name. Most are the same objects for every student, and are named once."""
        known = self._names.get(id(request))
        if known is None:
            if len(self._names) >= _MOST_NAMES:
                # What has one of these names must not be found by another: ids are used again.
                self._names.clear()
                self._kept.clear()
            held: list[object] = []
            known = self._names[id(request)] = request, _token(request, held), held
        return known[1]


@dataclass(frozen=True, slots=True)
class _Former:
    """A run, the program that it was made with, and what it used of a budget.

    ``held`` keeps what its key names by identity, so that nothing else takes the same identity.
    """

    program: Program
    run: Run
    used: tuple[float, float, int]
    held: tuple[object, ...]

    def told_of(self, program: Program) -> Run | None:
        """The run as a program with the same fingerprint would have made it; None where unclear."""
        if alike.same_places(self.program, program):
            return self.run
        if any(outcome.printed for outcome in self.run.outcomes.values()):
            return None  # a warning names file and line
        raised = [*_raised(self.run.outcomes), *(e.raised for e in self.run.load_errors)]
        places = frozenset((r.origin, r.line) for r in raised if r.origin is not None and r.line)
        moved = alike.carried_over(places, self.program, program)
        if moved is None:
            return None
        return Run(
            {name: _moved(outcome, moved) for name, outcome in self.run.outcomes.items()},
            tuple(replace(e, raised=_put(e.raised, moved)) for e in self.run.load_errors),
        )

    @property
    def size(self) -> int:
        values = (outcome.value for outcome in self.run.outcomes.values())
        code = sum(len(statement.code) for statement in self.program.statements)
        return code + _OVERHEAD * (1 + len(self.run.outcomes)) + sum(map(_size, values))


class _Kept:
    """What was used last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most, self.bytes = most, 0
        self._found: OrderedDict[Key, _Former] = OrderedDict()

    def get(self, key: Key) -> _Former | None:
        former = self._found.get(key)
        if former is not None:
            self._found.move_to_end(key)
        return former

    def clear(self) -> None:
        self._found.clear()
        self.bytes = 0

    def put(self, key: Key, former: _Former) -> None:
        if former.size * _LARGEST_SHARE > self._most:
            return
        replaced = self._found.pop(key, None)
        self.bytes += former.size - (replaced.size if replaced else 0)
        self._found[key] = former
        while self.bytes > self._most:
            self.bytes -= self._found.popitem(last=False)[1].size


def _is_repeatable(run: Run, limits: Limits) -> bool:
    outcomes = run.outcomes.values()
    spent = [outcome.cpu_seconds for outcome in outcomes]
    return (
        all(outcome.ending in _REPEATABLE for outcome in outcomes)
        and max(spent, default=0.0) <= _SAFE_SHARE * limits.case_cpu_seconds
        and sum(spent) <= _SAFE_SHARE * limits.submission_cpu_seconds
    )


def _token(value: object, held: list[object]) -> Hashable:
    """A name for what is asked: plain values by themselves, all else by being the same object."""
    if value is None or isinstance(value, (str, bytes, bool, int, float)):
        return type(value).__name__, value
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_token(getattr(value, field.name), held) for field in fields(value))
    if isinstance(value, Mapping):
        held += value.values()  # a case's arguments are the same objects for every student
        return tuple((name, id(each)) for name, each in value.items())
    if isinstance(value, (tuple, list)):
        return tuple(_token(each, held) for each in value)
    if callable(value):
        return "callable"
    held.append(value)
    return "object", id(value)


def _raised(outcomes: Mapping[str, Outcome]) -> Iterable[Raised]:
    return (outcome.raised for outcome in outcomes.values() if outcome.raised is not None)


def _moved(outcome: Outcome, moved: Mapping[alike.Place, alike.Place]) -> Outcome:
    return (
        outcome if outcome.raised is None else outcome._replace(raised=_put(outcome.raised, moved))
    )


def _put(raised: Raised, moved: Mapping[alike.Place, alike.Place]) -> Raised:
    if raised.origin is None or not raised.line:
        return raised
    origin, line = moved[raised.origin, raised.line]
    return replace(raised, origin=origin, line=line)


def _size(value: object) -> int:
    if isinstance(value, np.ndarray):
        return _OVERHEAD + int(value.nbytes)
    if isinstance(value, Mapping):
        return _OVERHEAD + sum(map(_size, value.values()))
    if isinstance(value, (tuple, list)):
        return _OVERHEAD + sum(map(_size, value))
    return _OVERHEAD + (len(value) if isinstance(value, (str, bytes)) else 0)
