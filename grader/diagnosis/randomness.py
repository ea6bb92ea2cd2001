"""Tells another stream of random numbers from a wrong formula, by replaying the reference.

The reference runs once more in a sandbox child in which ``np.random`` is not what it was: seeds
are ignored or replaced, draws come in another order, from another distribution or generator. A
submission whose results equal such a replay on every case has the formula right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader import wire
from grader.course.definition import Definition
from grader.course.reference_program import REFERENCE, edited_program
from grader.diagnosis.texts import TEXTS
from grader.model.call_binding import call_for
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Exercise, Mistake, Module, Reason
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Request, Sandbox

SEEDS = (*range(11), 42, 100, 123, 1234)
"""Seeds that people choose, tried in place of the right one."""

HINTS = {
    id: f"The formula is right, but not the random numbers: {text}"
    for id, text in TEXTS["random_numbers"].items()
}

CHOICES = frozenset(
    "missing_seed other_seed extra_seed other_generator drawn_backwards drawn_turned".split()
)
"""What the student may choose where the statement leaves the numbers free.

Another distribution is no such choice, nor a seed before every draw, which makes all draws alike.
"""

# Modes of the stub below that explain something by themselves.
_MODES = {
    "again": "seeded_again",
    "swapped": "other_distribution",
    "generator": "other_generator",
    "backwards": "drawn_backwards",
    "turned": "drawn_turned",
}

# Runs in the child before the reference's first statement; the child calls `begin_call`.
_STUB = """
import numpy as np

_random = np.random
_seed = _random.seed
_legacy = {name: getattr(_random, name) for name in (
    "rand", "randn", "random", "random_sample", "standard_normal", "normal", "uniform",
    "randint", "permutation", "shuffle", "choice")}
_swapped = {"rand": "randn", "randn": "rand", "standard_normal": "random_sample",
            "random": "standard_normal", "random_sample": "standard_normal"}
_given = None       # the last seed that the reference set in this call
_generator = None
_calls = 0
_drawn = []         # of the call before this one: name, args, kwargs
_ready = []


def begin_call():
    global _given, _generator, _calls
    _given, _generator, _calls = None, None, _calls + 1
    _ready.clear()
    if _calls % 2 == 1:  # every call comes twice
        _drawn.clear()


def _seeded(value=None):
    global _given, _generator
    if MODE != "ignored":
        _given, _generator = value, None
        _seed(value)


def _draw(name, args, kwargs):
    global _generator
    if MODE == "refused":
        raise RuntimeError("it draws")
    if MODE == "again" and _given is not None:
        _seed(_given)
    elif MODE == "swapped":
        name = _swapped.get(name, name)
    elif MODE == "turned":
        if name in ("rand", "randn"):
            return _legacy[name](*args[::-1]).T if args else _legacy[name]()
        if isinstance(kwargs.get("size"), tuple):
            return _legacy[name](*args, **{**kwargs, "size": kwargs["size"][::-1]}).T
    elif MODE == "generator":
        if _generator is None:
            _generator = np.random.default_rng(_given)
        if name in ("rand", "randn"):
            drawn = _generator.random if name == "rand" else _generator.standard_normal
            return drawn(args or None)
        other = {"randint": "integers", "random_sample": "random"}.get(name, name)
        return getattr(_generator, other)(*args, **kwargs)
    elif MODE == "backwards" and _calls % 2 == 1:
        _drawn.append((name, args, kwargs))
    elif MODE == "backwards" and _drawn:
        if not _ready:
            _ready.extend(_legacy[n](*a, **k) for n, a, k in reversed(_drawn))
        return _ready.pop()
    return _legacy[name](*args, **kwargs)


_random.seed = _seeded
for _name in _legacy:
    setattr(_random, _name, lambda *args, _name=_name, **kwargs: _draw(_name, args, kwargs))
"""


def other_streams(
    definition: Definition,
    exercise: Exercise,
    sandbox: Sandbox,
    function: str,
    seeds_only: bool = False,
) -> Iterator[Mistake]:
    """What ``function`` of the reference returns with other random numbers, in each of its forms.

    With ``seeds_only`` no other orders, distributions and generators are tried.
    """
    forms = [form for form in definition.accepted_forms if form.function == function]
    for form in (None, *forms):
        replays = _Replays(definition, exercise, sandbox, function, form)
        for id, answers in replays.every(seeds_only):
            if not _are_equal(answers, replays.expected):
                name = form.name if form else REFERENCE
                yield Mistake(function, id, HINTS[id], answers, name, Reason.CHANCE)


def drawing_functions(
    definition: Definition, exercise: Exercise, sandbox: Sandbox
) -> frozenset[str]:
    """The graded functions whose reference draws random numbers, itself or through a helper."""
    replays = {
        function: _Replays(definition, exercise, sandbox, function, None)
        for function in exercise.function_names
    }
    return frozenset(f for f, r in replays.items() if r.answers("refused").keys() != r.cases.keys())


def sets_no_seed(
    definition: Definition, exercise: Exercise, sandbox: Sandbox, function: str
) -> bool:
    """Whether the reference's ``function`` draws from the state as it finds it, whatever is called."""
    replays = _Replays(definition, exercise, sandbox, function, None)
    return bool(replays.cases) and _are_equal(replays.answers("ignored"), replays.expected)


class _Replays:
    """One form of one function of the reference, run with other random numbers."""

    def __init__(
        self,
        definition: Definition,
        exercise: Exercise,
        sandbox: Sandbox,
        function: str,
        form: EditDeclaration | None,
    ) -> None:
        self._exercise, self._sandbox = exercise, sandbox
        self._program = edited_program(definition, form)
        self._function = next(f for f in exercise.functions if f.name == function)
        # A property makes several calls, of other functions too.
        self.cases = {c.name: c for c in exercise.cases_of(function) if not c.is_property}
        name = form.name if form else REFERENCE
        self.expected = {case.name: case.expected[name] for case in self.cases.values()}

    def every(self, seeds_only: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Mistakes' ids, and the answers with the random numbers of each."""
        ignored = self.answers("ignored")
        yield "missing_seed", ignored
        id = "extra_seed" if _are_equal(ignored, self.expected) else "other_seed"
        yield from ((id, answers) for answers in self._with_seeds())
        if not seeds_only:
            yield from ((id, self.answers(mode)) for mode, id in _MODES.items())

    def answers(self, mode: str) -> Mapping[str, Any]:
        """Case name -> what it returns in this mode; absent where it returns nothing."""
        # Every call is made twice, since one mode replays what the first has drawn.
        values = self._values(mode, [self._request(name, n) for name in self.cases for n in (1, 2)])
        return {name: values[key] for name in self.cases if (key := f"{name}#2") in values}

    def _with_seeds(self) -> Iterator[Mapping[str, Any]]:
        requests = [self._request(name, seed, seed) for seed in SEEDS for name in self.cases]
        values = self._values("ignored", requests)
        for seed in SEEDS:
            yield {n: values[key] for n in self.cases if (key := f"{n}#{seed}") in values}

    def _request(self, name: str, number: int, seed: int | None = None) -> Request:
        site = self._program.functions.get(self._function.name)
        call = call_for(self._function, site, self.cases[name])
        return Request(f"{name}#{number}", call if seed is None else replace(call, seed=seed))

    def _values(self, mode: str, requests: Sequence[Request]) -> Mapping[str, Any]:
        stub = Module(("other_randomness",), (), f"MODE = {mode!r}\n{_STUB}")
        modules = (stub, *self._exercise.modules)
        run = self._sandbox.run(self._program, requests, self._exercise.limits, modules)
        return {n: o.value for n, o in run.outcomes.items() if o.ending is Ending.RETURNED}


def _are_equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """To the byte: both were computed on this machine, by the same code."""
    return one.keys() == other.keys() and all(
        wire.encode(one[name]) == wire.encode(other[name]) for name in one
    )
