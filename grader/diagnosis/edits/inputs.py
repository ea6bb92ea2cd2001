"""Inputs like those of a function's cases that are no case's: drawn with other seeds, or varied.

A case function that draws gives another input for each seed. Of one that draws nothing the arrays
are varied: other numbers of the same kind, in the same shapes. Varied inputs may be such as no
author would write, so they hold two functions against each other, and nobody is told of them.
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
from grader.util.errors import AuthorError
from grader.values import map_leaves

_FIRST_SEED = 3_000_000  # far from any seed that an author, an audit or a benchmark chooses
_SPREADS = (1.0, 0.3, 3.0, 10.0)


def drawn_cases(
    definition: Definition,
    exercise: Exercise,
    function: str,
    numbers: range,
    *,
    public_only: bool = False,
    varied: bool = True,
    vary_all: bool = False,
) -> list[Case]:
    """Return cases like those of the function, by each case in turn, no two of them alike.

    Args:
        numbers: which of them; the same numbers give the same cases.
        public_only: whether public cases alone are taken as models.
        varied: whether the numbers of a case that draws nothing are varied; else it gives none. So
            does a case function that raises for a seed.
        vary_all: whether the numbers of those that draw are varied as well.
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
        key = _bytes(call, draws)
        if key not in seen:
            seen.add(key)
            name = f"{model.name}#{seed}"
            drawn.append(replace(own[model.name], name=name, call=call, expected={}))
    return drawn


def _draws(model: CaseDeclaration, call: Call, own: Call) -> bool:
    """Whether another seed gave another input."""
    return _bytes(call, False) != _bytes(own, False)


def _bytes(call: Call, draws: bool) -> bytes:
    """What makes a call another one: its arguments, and its seed where the function draws."""
    try:
        return wire.encode((dict(call.inputs), call.seed if draws else 0))
    except wire.WireError:  # a function of the author's: nothing says that two are the same
        return repr(call.seed).encode()


def _varied(call: Call, rng: np.random.RandomState) -> Call:
    """The call with other numbers; a script, whose steps belong together, stays as it is."""
    if call.steps:
        return call
    spread = _SPREADS[rng.randint(len(_SPREADS))]
    change = _changer(rng, spread, alone=len(call.arguments) == 1)
    return call.changed(lambda value: map_leaves(change, value))


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
