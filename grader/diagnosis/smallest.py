"""The smallest input on which a submission's function and the right one differ, as code to paste.

Inputs are made by the functions of public cases alone, from other seeds: no number of a hidden case is
in them. Such a function is called with random numbers that are 0, 1 and -1 where it may draw these,
and with sizes that are 1 or 2: what it makes of them belongs together, as a cache belongs to its
arrays. Of a call with one array, entries are taken out one by one as well.

An input counts only where the right function returns something finite that hardly changes with it: at
a kink, such as relu's slope at 0, either side may be right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader import wire
from grader.comparison.compare import agrees
from grader.comparison.forms import aligned
from grader.course.definition import Definition
from grader.course.prepare import call_of
from grader.diagnosis.call_code import NoCode, as_code, call_code
from grader.diagnosis.evidence import is_real
from grader.model.exercise import Call, Case, Exercise, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.model.result import Counterexample
from grader.util.errors import AuthorError
from grader.values import NotAlike, called, leaf_pairs, leaves, map_leaves

ROUNDS = 5
AT_ONCE = 24
"""Inputs of a round. So many rounds take less than a second, or no input is found."""

_SEEDS = range(4_000_000, 4_000_003)
_MOST_RECIPES = 3
_LONGEST = 300
"""Characters of a result; of a longer one the first part that differs is shown."""

Run = Callable[[Sequence[Case]], Mapping[str, Outcome]]


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
    definition: Definition,
    exercise: Exercise,
    function: str,
    right: Run,
    own: Run,
    own_call: Callable[[Case], Call],
) -> Counterexample | None:
    """Return the smallest input that was found, or None where none differs.

    Args:
        right: runs the right function, in the accepted form by which the submission is judged.
        own: runs the submission's.
        own_call: a case's call with the names that the submission's function has.
    """
    search = _Search(definition, exercise, function, right, own)
    found = search.found()
    return None if found is None else _shown(found, own_call)


class _Search:
    def __init__(
        self, definition: Definition, exercise: Exercise, function: str, right: Run, own: Run
    ) -> None:
        self._definition, self._right, self._own = definition, right, own
        public = [c for c in exercise.cases_of(function) if c.is_public and _is_shown(c.call)]
        self._models = {case.name: case for case in public[:_MOST_RECIPES]}
        self._declared = {c.name: c for c in definition.cases if c.name in self._models}
        self._signature = definition.reference_functions()[function]
        self._tried: set[bytes] = set()
        self._plain: dict[tuple[str, int], Call | None] = {}

    def found(self) -> _Found | None:
        """Draw inputs of small sizes, then take from the best what can be taken."""
        best = self._best_of(self._drawn(self._first()))
        if best is None:
            return None
        for _ in range(ROUNDS - 1):
            smaller = self._best_of(self._reduced(best.case))
            if smaller is None or smaller.cost >= best.cost:
                break
            best = smaller
        # Students have the public cases before them.
        shown = [_cost(case.call) for case in self._models.values()]
        return best if best.cost < min(shown) else None

    def _first(self) -> Iterator[_Recipe]:
        for least in (1, 2, 0):
            for name in self._models:
                for seed in _SEEDS:
                    call = self._made_plainly(name, seed)
                    if call is None:
                        continue
                    sizes = {d: min(d, least) for d in _dimensions(call) if d > 1 and least}
                    yield _Recipe(name, seed, tuple(sorted(sizes.items())))
                    if not least:
                        yield _Recipe(name, seed, simple=False)
                        for size in sorted(_dimensions(call) - {1}):
                            yield _Recipe(name, seed, ((size, 1),))

    def _made_plainly(self, name: str, seed: int) -> Call | None:
        key = (name, seed)
        if key not in self._plain:
            self._plain[key] = self._call(_Recipe(name, seed, simple=False))
        return self._plain[key]

    def _drawn(self, recipes: Iterable[_Recipe]) -> Iterator[Case]:
        for recipe in recipes:
            call, plain = self._call(recipe), self._made_plainly(recipe.case, recipe.seed)
            if call is not None and plain is not None and _fits(call, plain, dict(recipe.sizes)):
                yield replace(self._models[recipe.case], call=call)

    def _call(self, recipe: _Recipe) -> Call | None:
        declared = replace(self._declared[recipe.case], seed=recipe.seed)
        rng = _SimpleDraws(recipe.seed, dict(recipe.sizes)) if recipe.simple else None
        try:
            call = call_of(self._definition, declared, self._signature, rng)
        except AuthorError:
            return None
        return call if _is_shown(call) else None

    def _reduced(self, case: Case) -> Iterator[Case]:
        """Smaller calls with one array, or with numbers alone; others belong together as they are."""
        arrays = [n for n, v in case.call.arguments.items() if isinstance(v, np.ndarray)]
        plain = all(_is_number(v) or n in arrays for n, v in case.call.arguments.items())
        if not plain or len(arrays) > 1:
            return
        for name in arrays:
            for value in _smaller(case.call.arguments[name]):
                yield _with(case, name, value)
        for name in () if arrays else case.call.arguments:
            for value in _simpler(case.call.arguments[name]):
                yield _with(case, name, value)

    def _best_of(self, cases: Iterable[Case]) -> _Found | None:
        """The smallest of so many inputs on which the two differ."""
        asked: list[Case] = []
        for case in cases:
            try:
                key = wire.encode(dict(case.call.arguments))
            except wire.WireError:
                continue
            if key not in self._tried:
                self._tried.add(key)
                asked.append(replace(case, name=f"smaller {len(self._tried)}", expected={}))
            if len(asked) == AT_ONCE:
                break
        if not asked:
            return None
        beside = {case.name: _beside(case) for case in asked}
        right = self._right([each for c in asked for each in (c, *beside[c.name])])
        sound = [
            (case, *beside[case.name])
            for case in asked
            if all(_is_steady(right[case.name], right[near.name]) for near in beside[case.name])
        ]
        if not sound:
            return None
        own = self._own([case for pair in sound for case in pair])
        differing = [
            _Found(_cost(case.call), case, right[case.name].value, own[case.name])
            for case, *near in sound
            if all(
                each.name in own
                and _differs(right[each.name].value, own[each.name], case.tolerance)
                for each in (case, *near)
            )
        ]
        return min(differing, key=lambda found: found.cost, default=None)


def _is_shown(call: Call) -> bool:
    """Whether a student can make the call by hand."""
    return call.is_simple and not call.replacements


class _SimpleDraws(np.random.RandomState):
    """Draws 0, 1 and -1 where normal numbers are asked for, simple numbers else; sizes are exchanged."""

    def __init__(self, seed: int, sizes: Mapping[int, int]) -> None:
        super().__init__(seed)
        self._sizes = sizes

    def _shape(self, size: Any) -> Any:
        if size is None:
            return None
        if isinstance(size, (int, np.integer)):
            return self._sizes.get(int(size), int(size))
        return tuple(self._sizes.get(int(n), int(n)) for n in size)

    def _pick(self, values: Sequence[float], size: Any) -> Any:
        picked = super().randint(0, len(values), size=self._shape(size))
        return np.array(values, float)[picked] if size is not None else float(values[picked])

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        if np.ndim(loc) or np.ndim(scale):
            return super().normal(loc, scale, self._shape(size))
        if loc == 0:
            return self._pick((1.0, -1.0, 1.0, 0.0), size)
        return self._pick((loc, loc + scale, loc - scale), size)

    def standard_normal(self, size: Any = None) -> Any:
        return self.normal(size=size)

    def randn(self, *sizes: int) -> Any:
        return self.normal(size=sizes or None)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        if np.ndim(low) or np.ndim(high):
            return super().uniform(low, high, self._shape(size))
        inside = [value for value in (1.0, -1.0, 2.0, 0.0) if low < value < high]
        return self._pick(inside or ((low + high) / 2, (low + 3 * high) / 4), size)

    def rand(self, *sizes: int) -> Any:
        return self.uniform(size=sizes or None)

    def random_sample(self, size: Any = None) -> Any:
        return self.uniform(size=size)

    def random(self, size: Any = None) -> Any:
        return self.uniform(size=size)

    def randint(self, low: Any, high: Any = None, size: Any = None, dtype: Any = int) -> Any:
        return super().randint(low, high, self._shape(size), dtype)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        return super().choice(a, self._shape(size), replace, p)


def _arrays(call: Call) -> list[np.ndarray]:
    values = (leaf.value for leaf in leaves(dict(call.arguments)))
    return [value for value in values if isinstance(value, np.ndarray)]


def _dimensions(call: Call) -> set[int]:
    return {size for array in _arrays(call) for size in array.shape}


def _fits(call: Call, plain: Call, sizes: Mapping[int, int]) -> bool:
    """Whether all arrays have the exchanged sizes, not some: then they belong together still."""
    ours, theirs = _arrays(call), _arrays(plain)
    shapes = [tuple(sizes.get(n, n) for n in array.shape) for array in theirs]
    return [array.shape for array in ours] == shapes


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, np.number))


def _with(case: Case, name: str, value: Any) -> Case:
    return replace(case, call=replace(case.call, arguments={**case.call.arguments, name: value}))


def _smaller(array: np.ndarray) -> Iterator[np.ndarray]:
    """Parts of an array along each axis, the smallest first; then with simpler entries."""
    for axis, size in enumerate(array.shape):
        for kept in (1, size // 2, size - 1):
            for start in (range(size - kept + 1) if 0 < kept < size else ())[:6]:
                yield np.take(array, range(start, start + kept), axis)
    if array.dtype.kind in "fi" and array.size <= 12:
        for place in np.ndindex(array.shape):
            for simple in (0, 1, -1):
                if array[place] != simple and _is_simpler(simple, array[place]):
                    changed = array.copy()
                    changed[place] = simple
                    yield changed


def _simpler(value: Any) -> Iterator[Any]:
    if isinstance(value, (bool, np.bool_)):
        return
    if isinstance(value, (float, np.floating)):
        simple = (0.5,) if 0 < value < 1 else (1.0, 2.0, 10.0) if value > 0 else (-1.0, 0.0)
        yield from (each for each in simple if _is_simpler(each, value))
    else:
        yield from (each for each in (1, 2, 0, -1) if _is_simpler(each, value))


def _is_simpler(one: Any, other: Any) -> bool:
    return _length(one) < _length(other)


def _length(number: Any) -> int:
    """How hard a number is to read: 0, then 1, then -1, then others."""
    value = float(number)
    if value in (0.0, 1.0, -1.0):
        return {0.0: 0, 1.0: 1, -1.0: 2}[value]
    return 2 + len(f"{value:.12g}")


def _cost(call: Call) -> tuple[int, int]:
    """How large an input is: its numbers, and how hard they are to read."""
    numbers = [
        np.asarray(leaf.value) for leaf in leaves(dict(call.arguments)) if is_real(leaf.value)
    ]
    return (
        sum(array.size for array in numbers),
        sum(_length(entry) for array in numbers if array.size <= 400 for entry in array.ravel()),
    )


def _beside(case: Case) -> list[Case]:
    """Two cases close by: every float a little larger in one where it is a little smaller in the other."""
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
            return (leaf + signs * (1e-7 * np.abs(leaf) + 1e-9)).astype(leaf.dtype)
        return leaf

    return call.changed(lambda value: map_leaves(move, value))


def _is_steady(one: Outcome, near: Outcome) -> bool:
    """Whether the right function returns numbers there, and nearly the same a little further."""
    if one.ending is not Ending.RETURNED or near.ending is not Ending.RETURNED:
        return False
    numbers = [np.asarray(leaf.value) for leaf in leaves(one.value) if is_real(leaf.value)]
    if not numbers or not all(bool(np.isfinite(each).all()) for each in numbers):
        return False
    return agrees(one.value, near.value, Tolerance(rtol=1e-3, atol=1e-5))


def _differs(right: Any, outcome: Outcome, tolerance: Tolerance) -> bool:
    if outcome.ending is Ending.RETURNED:
        return not agrees(right, outcome.value, tolerance)
    return outcome.raised is not None


def _shown(found: _Found, own_call: Callable[[Case], Call]) -> Counterexample | None:
    """The call as code and both results as texts; None where they cannot be written in short."""
    case, outcome = found.case, found.outcome
    code = call_code(case.name, case.call, own_call(case))
    if code is None or "grader.case(" in code:
        return None
    if outcome.raised is not None:
        right = _text(found.right, 5)
        return (
            None if right is None else Counterexample(code, f"raises {outcome.raised.type}", right)
        )
    yours = aligned(found.right, outcome.value, case.tolerance)
    for digits in (5, 9, 15):
        texts = _text(found.right, digits), _text(yours, digits)
        if None in texts:
            return _part(code, found.right, yours, case.tolerance.of_numbers)
        if texts[0] != texts[1]:
            return Counterexample(code, f"gives {texts[1]}", str(texts[0]))
    return None


def _part(code: str, right: Any, yours: Any, tolerance: Tolerance) -> Counterexample | None:
    """The first part of long results that differs."""
    try:
        for place, one, other in leaf_pairs(right, yours):
            if agrees(one, other, tolerance):
                continue
            for digits in (5, 9, 15):
                texts = _text(one, digits), _text(other, digits)
                if None not in texts and texts[0] != texts[1]:
                    where = f" in {called(place)}" if place else ""
                    return Counterexample(code, f"gives {texts[1]}{where}", f"{texts[0]}{where}")
            return None
    except NotAlike:
        return None
    return None


def _text(value: Any, digits: int) -> str | None:
    """A value as code with numbers of so many digits; None where that is long, or no code."""

    def rounded(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f":
            return np.array([_rounded(v, digits) for v in leaf.ravel()]).reshape(leaf.shape)
        if isinstance(leaf, np.generic):
            leaf = leaf.item()
        return _rounded(leaf, digits) if isinstance(leaf, float) else leaf

    try:
        text = as_code(map_leaves(rounded, value))
    except (NoCode, TypeError, ValueError):
        return None
    return text if len(text) <= _LONGEST else None


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}") + 0.0 if math.isfinite(value) else float(value)
