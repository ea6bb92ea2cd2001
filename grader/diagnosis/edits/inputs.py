"""Inputs like those of a function's cases that are no case's: drawn with other seeds, or varied.

A case function that draws gives another input for each seed. Of one that draws nothing the arrays
are varied: other numbers of the same kind, in the same shapes. Every second script makes each call of
an object twice: what an object is at the start, and what a call does to it, look alike after one call.
Varied inputs may be such as no author would write, so they hold two functions against each other, and
nobody is told of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from grader import wire
from grader.course.definition import Definition
from grader.course.prepare import call_of
from grader.model.declaration import CaseDeclaration
from grader.model.exercise import Call, Case, Exercise
from grader.model.observation import PART, Step, StepResult
from grader.util.errors import AuthorError
from grader.values import leaves, map_leaves

_FIRST_SEED = 3_000_000  # far from any seed that an author, an audit or a benchmark chooses
_SPREADS = (1.0, 0.3, 3.0, 10.0)
_MOST_STEPS = 120


def drawn_cases(
    definition: Definition,
    exercise: Exercise,
    function: str,
    numbers: range,
    *,
    public_only: bool = False,
    varied: bool = True,
    vary_all: bool = False,
    resize: bool = False,
) -> list[Case]:
    """Return cases like those of the function, by each case in turn, no two of them alike.

    Args:
        numbers: which of them; the same numbers give the same cases.
        public_only: whether public cases alone are taken as models.
        varied: whether the numbers of a case that draws nothing are varied; else it gives none. So
            does a case function that raises for a seed.
        vary_all: whether the numbers of those that draw are varied as well.
        resize: whether lists among the arguments get another length.
    """
    names = {case.name for case in (exercise.public_cases if public_only else exercise.cases)}
    declared = [
        case
        for case in definition.cases
        if case.function == function and case.property is None and case.name in names
    ]
    if not declared:
        return []
    signature = definition.reference_functions()[function]
    own = {case.name: case for case in exercise.cases_of(function)}
    draws = next(f.rng for f in exercise.functions if f.name == function) is not None
    seen = {_bytes(case.call, draws) for case in own.values()}
    drawn = []
    for number in numbers:
        model = declared[number % len(declared)]
        seed = _FIRST_SEED + number
        try:
            call = call_of(definition, replace(model, seed=seed), signature)
        except AuthorError:
            continue
        if vary_all or (varied and not _draws(model, call, own[model.name].call)):
            call = _varied(call, np.random.RandomState(seed))
        if call.steps and number // len(declared) % 2:
            call = _twice(call)
        if resize:
            call = _resized(call, longer=bool(number // len(declared) % 2))
        key = _bytes(call, draws)
        if key not in seen:
            seen.add(key)
            name = f"{model.name}#{seed}"
            drawn.append(replace(own[model.name], name=name, call=call, expected={}))
    return drawn


def words_in(call: Call) -> frozenset[tuple[str, object]]:
    """The texts, truth values and Nones in a call's arguments, with their names: what branches ask for."""
    return frozenset(
        (name, leaf.value)
        for name, value in call.inputs.items()
        for leaf in leaves(value)
        if leaf.value is None or isinstance(leaf.value, (str, bool))
    )


def places_in(call: Call) -> frozenset[str]:
    """The places of everything in a call's arguments: their keys, and how many items they have."""
    return frozenset(
        f"{name}{leaf.path}" for name, value in call.inputs.items() for leaf in leaves(value)
    )


def _draws(model: CaseDeclaration, call: Call, own: Call) -> bool:
    """Whether another seed gave another input."""
    return _bytes(call, False) != _bytes(own, False)


def _bytes(call: Call, draws: bool) -> bytes:
    """What makes a call another one: its arguments, and its seed where the function draws."""
    try:
        return wire.encode((dict(call.inputs), len(call.steps), call.seed if draws else 0))
    except wire.WireError:  # a function of the author's: nothing says that two are the same
        return repr(call.seed).encode()


def _varied(call: Call, rng: np.random.RandomState) -> Call:
    """The call with other numbers; of a script with other arrays, of which equal ones stay equal."""
    spread = _SPREADS[rng.randint(len(_SPREADS))]
    change = _changer(rng, spread, alone=len(call.arguments) == 1)
    made: dict[bytes, Any] = {}

    def change_arrays(leaf: Any) -> Any:
        if not isinstance(leaf, np.ndarray) or leaf.dtype.hasobject:
            return leaf
        key = repr((leaf.dtype, leaf.shape)).encode() + leaf.tobytes()
        if key not in made:
            made[key] = change(leaf)
        return made[key]

    changed: Call = call.changed(
        lambda value: map_leaves(change_arrays if call.steps else change, value)
    )
    return changed


def _twice(call: Call) -> Call:
    """A script that makes each call of an object's method twice, and goes on with the second result."""
    steps: list[Step] = []
    last: list[int] = []  # a step's number before -> that of its last repetition

    def renumbered(value: Any) -> Any:
        if isinstance(value, StepResult) and isinstance(value.step, int):
            return replace(value, step=last[value.step])
        return value

    for step in call.steps:
        moved = replace(
            step,
            callee=renumbered(step.callee),
            arguments=tuple(map_leaves(renumbered, each) for each in step.arguments),
            named={name: map_leaves(renumbered, each) for name, each in step.named.items()},
        )
        again = step.kind == PART and not step.raises and len(steps) + 2 < _MOST_STEPS
        steps += [moved, moved] if again else [moved]
        last.append(len(steps) - 1)
    return replace(call, steps=tuple(steps))


def _resized(call: Call, longer: bool) -> Call:
    """The call with lists of one item less, or one more."""

    def resize(value: Any) -> Any:
        if isinstance(value, list) and len(value) > 1:
            return [*value, value[0]] if longer else value[:-1]
        return value

    changed: Call = call.changed(resize)
    return changed


def _changer(rng: np.random.RandomState, spread: float, *, alone: bool) -> Callable[[Any], Any]:
    def change(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.size and leaf.dtype.kind in "fib":
            if leaf.dtype.kind == "f" and not np.isin(leaf, (0.0, 1.0)).all():
                return _other_numbers(leaf, rng, spread)
            return rng.permutation(leaf.ravel()).reshape(leaf.shape)
        if isinstance(leaf, float) and np.isfinite(leaf):
            return leaf * float(rng.uniform(0.5, 1.0 if 0 < leaf < 1 else 1.5))
        if isinstance(leaf, int) and not isinstance(leaf, bool) and alone:
            return leaf + int(rng.randint(-20, 21))
        if isinstance(leaf, int) and not isinstance(leaf, bool) and leaf >= 1:
            return leaf + int(rng.randint(0, 3))
        return leaf

    return change


def _other_numbers(array: np.ndarray, rng: np.random.RandomState, spread: float) -> np.ndarray:
    """Numbers of the same size, sign and order of magnitude where all have them; else of either sign."""
    finite = array[np.isfinite(array)]
    if not finite.size:
        return array
    low, high = float(finite.min()), float(finite.max())
    if low >= 0:
        # Shares and probabilities stay between 0 and 1.
        most = high if high <= 1 else high * spread
        made = rng.uniform(low / 2, most or 1.0, size=array.shape)
        if rng.uniform() < 0.25:  # as if it could be of either sign
            made *= rng.choice([1.0, -1.0], size=array.shape)
    else:
        made = rng.normal(size=array.shape) * spread * max(abs(low), high) / 2
        made.flat[rng.randint(made.size)] = 0.0  # where many formulas have a kink
    return made.astype(array.dtype)
