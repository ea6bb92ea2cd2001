"""Looks for the smallest input on which a submission's function and the right one differ.

Inputs are made by the functions of public cases alone, from other seeds: no number of a hidden case is
in them. Of a case that draws nothing, a smaller input is taken, within the facts that hold of its
arguments. A function without a public case is asked as its hidden cases ask, with simple numbers only,
and never with a number that stands in one of them.

An input counts only where the right function returns something finite that hardly changes with it: at
a kink, such as relu's slope at 0, either side may be right.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader import wire
from grader.comparison.compare import agrees
from grader.course.graded_function import GradedFunction
from grader.diagnosis.evidence import is_finite, numbers_in
from grader.diagnosis.smallest.invariants import Invariants
from grader.diagnosis.smallest.shown import shown
from grader.inputs.contents import arrays_of, given, sizes_of
from grader.inputs.drawing import OF_SMALL_INPUTS, call_from
from grader.inputs.simple_draws import SimpleDraws, fits
from grader.inputs.simpler import length, reductions, simple_numbers
from grader.model.exercise import Call, Case, Tolerance
from grader.model.observation import NOTHING_AROUND, SupportFunction
from grader.model.outcome import Ending, Outcome
from grader.model.result import Counterexample
from grader.values import at, leaves, map_leaves
from grader.values.types.numeric import is_real

ROUNDS = 5
AT_ONCE = 24
"""Inputs of a round."""
_SCRIPTS_AT_ONCE = 8
"""Each of them takes a child of its own."""
_MOST_STEADY = 8

_SEEDS = range(OF_SMALL_INPUTS, OF_SMALL_INPUTS + 3)
_MOST_MODELS = 3
_PLAIN = (0.0, 1.0, -1.0, 2.0, 0.5)
"""Numbers that stand anywhere."""

Run = Callable[[Sequence[Case]], Mapping[str, Outcome]]
"""Runs a function on cases. Of those of a function that keeps something, only a few."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two functions that are held against each other.

    right     runs the right one, in the accepted form by which the submission is judged
    own       runs the submission's
    own_call  a case's call with the names that the submission's function has
    others    run the right one in its other accepted forms
    """

    right: Run
    own: Run
    own_call: Callable[[Case], Call]
    others: Sequence[Run] = ()


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How to make an input: by which case's function, from which seed, and with what sizes."""

    case: str
    seed: int
    sizes: tuple[tuple[int, int], ...] = ()
    simple: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    cost: tuple[int, int]
    case: Case
    right: Any
    outcome: Outcome


def smallest_input(
    graded: GradedFunction,
    sides: Sides,
    wrong: Sequence[str] = (),
) -> Counterexample | None:
    """Return the smallest input that was found, if any.

    Args:
        wrong: the cases on which the submission differs: students have the public ones before
            them, so nothing larger is shown.
    """
    search = _Search(graded, sides)
    found = search.found(wrong)
    if found is None:
        return None
    again, other_seed = search.asked_again(found)
    if not again or any(_is_right_in(other([found.case]), found) for other in sides.others):
        return None
    draws = graded.draws is not None or not other_seed
    return shown(found.case, sides.own_call(found.case), found.right, found.outcome, draws)


class _Search:
    def __init__(self, graded: GradedFunction, sides: Sides) -> None:
        self._definition, self._sides = graded.definition, sides
        cases = [c for c in graded.cases if _can_be_shown(c.call)]
        public = [c for c in cases if c.is_public]
        self._numbers: frozenset[float] = frozenset()
        if not any(c.is_public for c in graded.cases):
            self._numbers = frozenset(n for c in cases for n in _numbers_of(c.call)) - {*_PLAIN}
            public = cases
        self._is_hidden = bool(public) and not public[0].is_public
        self._models = {case.name: case for case in public[:_MOST_MODELS]}
        self._declared = {c.name: c for c in self._definition.cases if c.name in self._models}
        self._tried: set[bytes] = set()
        self._plain: dict[tuple[str, int], Call | None] = {}
        self._invariants: dict[str, Invariants] = {}
        self._model_of: dict[str, str] = {}

    def found(self, wrong: Sequence[str]) -> _Found | None:
        """Draw inputs of small sizes, then take from the best what can be taken."""
        best = self._best_of(itertools.chain(self._drawn(self._first()), self._cut()))
        for _ in range(ROUNDS - 1):
            if best is None:
                return None
            smaller = self._best_of(self._reduced(best.case))
            if smaller is None or smaller.cost >= best.cost:
                break
            best = smaller
        if best is None:
            return None
        before_them = [
            _cost(case.call)
            for name, case in self._models.items()
            if case.is_public and name in wrong
        ]
        return best if all(best.cost < cost for cost in before_them) else None

    def asked_again(self, found: _Found) -> tuple[bool, bool]:
        """Whether the submission does the same once more, and whether it does from another seed.

        It may draw random numbers where the right function does not: then the seed is told as well.
        """
        case, call = found.case, found.case.call
        again = replace(case, name=f"{case.name} again")
        other = replace(case, name=f"{case.name} reseeded", call=replace(call, seed=call.seed + 1))
        outcomes = self._sides.own([again, other])
        same, reseeded = (
            _is_alike(found.outcome, outcomes.get(each.name), case.tolerance)
            for each in (again, other)
        )
        return same, reseeded

    def _first(self) -> Iterator[_Recipe]:
        for least in (1, 2, 0):
            for name in self._models:
                for seed in _SEEDS:
                    call = self._made_plainly(name, seed)
                    if call is None:
                        continue
                    sizes = {d: min(d, least) for d in sizes_of(call) if d > 1 and least}
                    yield _Recipe(name, seed, tuple(sorted(sizes.items())))
                    if not least:
                        yield _Recipe(name, seed, simple=False)
                        for size in sorted(sizes_of(call) - {1}):
                            yield _Recipe(name, seed, ((size, 1),))

    def _made_plainly(self, name: str, seed: int) -> Call | None:
        key = (name, seed)
        if key not in self._plain:
            self._plain[key] = self._call(_Recipe(name, seed, simple=False))
        return self._plain[key]

    def _is_drawn(self, name: str) -> bool:
        """Whether another seed gives another input."""
        made = [self._made_plainly(name, seed) for seed in _SEEDS]
        return len({_key(call) for call in made if call is not None}) > 1

    def _drawn(self, recipes: Iterable[_Recipe]) -> Iterator[Case]:
        for recipe in recipes:
            if self._is_hidden and not (recipe.simple and self._is_drawn(recipe.case)):
                continue
            call, plain = self._call(recipe), self._made_plainly(recipe.case, recipe.seed)
            if call is None or plain is None or not fits(call, plain, dict(recipe.sizes)):
                continue
            if self._is_hidden:
                call = simple_numbers(call)
            yield replace(self._models[recipe.case], call=call)

    def _call(self, recipe: _Recipe) -> Call | None:
        rng = SimpleDraws(recipe.seed, dict(recipe.sizes)) if recipe.simple else None
        call = call_from(self._definition, self._declared[recipe.case], recipe.seed, rng)
        return call if call is not None and _can_be_shown(call) else None

    # Smaller ones.

    def _cut(self) -> Iterator[Case]:
        """The smaller inputs of the cases that draw nothing."""
        for name, model in self._models.items():
            call = self._made_plainly(name, _SEEDS[0])
            if call is not None and not self._is_hidden and not self._is_drawn(name):
                yield from self._reduced(replace(model, call=call))

    def _reduced(self, case: Case) -> Iterator[Case]:
        """Smaller calls, of whose arguments holds what held of the model's.

        What a case function draws for several arrays belongs together in ways that nobody knows, so
        it stays as it is; so do the entries of arrays inside a cache.
        """
        name = self._model_of.get(case.name, case.name)
        if len(arrays_of(case.call)) > 1 and self._is_drawn(name):
            return
        for call in reductions(case.call, cuts_only=any(map(_holds_arrays, given(case.call)))):
            if self._invariants_of(name).hold(call):
                yield replace(case, call=call)

    def _invariants_of(self, name: str) -> Invariants:
        if name not in self._invariants:
            made = [self._made_plainly(name, seed) for seed in _SEEDS]
            self._invariants[name] = Invariants([call for call in made if call is not None])
        return self._invariants[name]

    # What is asked.

    def _best_of(self, cases: Iterable[Case]) -> _Found | None:
        """The smallest of so many inputs on which the two differ."""
        asked = list(self._new(cases))
        if not asked:
            return None
        right = self._sides.right(asked)
        sound = [c for c in asked if c.name in right and _is_finite(right[c.name])]
        own = self._sides.own(sound)
        differing = [
            _Found(_cost(case.call), case, right[case.name].value, own[case.name])
            for case in sound
            if case.name in own and _differs(right[case.name].value, own[case.name], case.tolerance)
        ]
        return self._first_steady(sorted(differing, key=lambda found: found.cost)[:_MOST_STEADY])

    def _new(self, cases: Iterable[Case]) -> Iterator[Case]:
        """As many as one round has, none of which was asked before."""
        asked = 0
        for case in cases:
            key = _key(case.call)
            if not key or key in self._tried or self._tells(case.call):
                continue
            self._tried.add(key)
            name = f"smaller {len(self._tried)}"
            self._model_of[name] = self._model_of.get(case.name, case.name)
            yield replace(case, name=name, expected={})
            asked += 1
            if asked == (_SCRIPTS_AT_ONCE if case.call.steps else AT_ONCE):
                return

    def _first_steady(self, differing: Sequence[_Found]) -> _Found | None:
        """The first where both differ close by as well, and the right result hardly changes."""
        beside = {found.case.name: _beside(found.case) for found in differing}
        every = [near for each in beside.values() for near in each]
        right, own = self._sides.right(every), self._sides.own(every)
        for found in differing:
            if all(
                near.name in right
                and near.name in own
                and _is_steady(found.right, right[near.name])
                and _differs(right[near.name].value, own[near.name], near.tolerance)
                for near in beside[found.case.name]
            ):
                return found
        return None

    def _tells(self, call: Call) -> bool:
        """Whether a number of a hidden case is in the call."""
        return bool(self._numbers) and not self._numbers.isdisjoint(_numbers_of(call))


def _can_be_shown(call: Call) -> bool:
    """Whether a student can make the call, or the script's calls, by hand."""
    if call.replacements or call.canonical is not None:
        return False
    if not call.steps:
        return call.is_simple
    return (
        call.surroundings == NOTHING_AROUND
        and not call.observed.compares
        and not any(isinstance(leaf.value, SupportFunction) for leaf in leaves(given(call)))
    )


def _key(call: Call) -> bytes:
    """What makes a call another one; nothing where it cannot be sent."""
    try:
        return wire.encode([*given(call), *(step.shown for step in call.steps)])
    except wire.WireError:
        return b""


def _holds_arrays(value: Any) -> bool:
    """Whether arrays are inside a value, as in a cache."""
    return not isinstance(value, np.ndarray) and any(
        isinstance(leaf.value, np.ndarray) for leaf in leaves(value)
    )


def _numbers_of(call: Call) -> Iterator[float]:
    """Every number in what a call is given."""
    for leaf in leaves(given(call)):
        if is_real(leaf.value):
            yield from map(float, np.asarray(leaf.value).ravel().tolist())


def _cost(call: Call) -> tuple[int, int]:
    """How large an input is: its numbers, and how hard they are to read."""
    numbers = numbers_in(given(call))
    return (
        sum(array.size for array in numbers),
        sum(length(entry) for array in numbers if array.size <= 400 for entry in array.ravel()),
    )


def _beside(case: Case) -> list[Case]:
    """Two cases close by: every float a little larger in one where it is a little smaller in the other.

    A 0 among numbers that are not negative is larger in both: below it there may be no root.
    """
    return [
        replace(case, name=f"{case.name} {sign:+g}", call=_moved(case.call, sign))
        for sign in (1.0, -1.0)
    ]


def _moved(call: Call, sign: float) -> Call:
    def move(leaf: Any) -> Any:
        if isinstance(leaf, float):
            return leaf + sign * (1e-7 * abs(leaf) + 1e-9)
        if isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f":
            signs = np.where(np.arange(leaf.size) % 2, sign, -sign).reshape(leaf.shape)
            signs = np.where((leaf == 0) & (leaf >= 0).all(), 1.0, signs)
            return (leaf + signs * (1e-7 * np.abs(leaf) + 1e-9)).astype(leaf.dtype)
        return leaf

    return call.changed(lambda value: map_leaves(move, value))


def _is_finite(outcome: Outcome) -> bool:
    """Whether the right function returns numbers, and none of them is NaN or infinite."""
    if outcome.ending is not Ending.RETURNED:
        return False
    return bool(numbers_in(outcome.value)) and is_finite(outcome.value)


def _is_steady(right: Any, near: Outcome) -> bool:
    """Whether the right function returns nearly the same a little further."""
    return near.ending is Ending.RETURNED and agrees(
        right, near.value, Tolerance(rtol=1e-3, atol=1e-5)
    )


def _is_right_in(form: Mapping[str, Outcome], found: _Found) -> bool:
    """Whether the first part in which the two differ is right in another accepted form."""
    other, own = form.get(found.case.name), found.outcome
    if other is None or not other.ending is own.ending is Ending.RETURNED:
        return False
    for leaf in leaves(found.right):
        try:
            yours, theirs = at(own.value, leaf.path), at(other.value, leaf.path)
        except (LookupError, TypeError):
            continue
        if not agrees(leaf.value, yours, found.case.tolerance):
            return agrees(theirs, yours, found.case.tolerance)
    return False


def _is_alike(one: Outcome, other: Outcome | None, tolerance: Tolerance) -> bool:
    if other is None or one.ending is not other.ending:
        return False
    return one.raised is not None or agrees(one.value, other.value, tolerance)


def _differs(right: Any, outcome: Outcome, tolerance: Tolerance) -> bool:
    if outcome.ending is Ending.RETURNED:
        return not agrees(right, outcome.value, tolerance)
    return outcome.raised is not None
