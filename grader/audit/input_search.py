"""Inputs on which a fault may show: drawn by the cases' own functions, and varied beyond them.

A case fixes more than its seed: sizes, options, the sign of a number, that no two are equal. So the
inputs of drawn calls are varied as well: other sizes, kept equal where they were equal; optional
arguments left out or given; entries at the values that a comparison turns on; ties, zeros, ones,
other signs and scales; matrices that are singular, symmetric or orthogonal; empty and repeated
texts and lists. Which of them the function is meant for is not known: the reference decides, by
returning finite numbers. The changes are small and random, and stated seeds make them repeatable.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction, function_text
from grader.course.prepare import bind_to, call_of
from grader.model.exercise import Call, Tolerance
from grader.util.errors import AuthorError
from grader.values import leaves, map_leaves

_FIRST_SEED = 1_000_000  # far from any seed that an author would choose
_LARGEST = 60
"""Numbers from the code or from an argument that are larger make no sizes."""
_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """One input: by which case's function, with which seed, and whether it was varied after that.

    odd  whether sizes that were equal were made unequal: perhaps no input of the function
    """

    case: str
    seed: int
    call: Call
    tolerance: Tolerance
    varied: bool = False
    odd: bool = False


def draw(
    definition: Definition, functions: Collection[str], count: int, first: int = 0
) -> list[Drawn]:
    """Return the inputs number ``first`` to ``first + count``, by all cases of the functions in turn.

    A case function that raises for some seed gives one input less.
    """
    cases = [case for case in definition.cases if case.function in functions]
    signatures = definition.reference_functions()
    drawn = []
    for number in range(first, first + count):
        seed = _FIRST_SEED + number
        case = replace(cases[number % len(cases)], seed=seed)
        try:
            call = call_of(definition, case, signatures[case.function])
        except AuthorError:
            continue
        drawn.append(Drawn(case.name, seed, call, case.tolerance))
    return drawn


def vary(definition: Definition, functions: Collection[str], count: int) -> list[Drawn]:
    """Return ``count`` inputs that are varied from drawn ones; fewer where there is nothing to vary."""
    bases = [each for each in draw(definition, functions, max(20, count // 4)) if _is_open(each)]
    if not bases:
        return []
    signatures = definition.reference_functions()
    constants = _constants(definition, functions)
    varied = []
    for number in range(count):
        base = bases[number % len(bases)]
        signature = signatures[base.call.function]
        variation = _Variation(np.random.RandomState(number), constants)
        # The first inputs change one thing: they are the easiest to read.
        call = base.call
        for _ in range(1 + number * _MOST_CHANGES // count):
            call = variation.of(call, signature)
        varied.append(replace(base, call=call, varied=True, odd=variation.odd))
    return varied


def _is_open(drawn: Drawn) -> bool:
    """Whether there is something to vary. A property makes its own calls."""
    return drawn.call.property is None


def values_of(call: Call) -> list[Any]:
    """Every value that the author gave to a call or to the steps of a script, in order."""
    given: list[Any] = []
    call.changed(given.append)
    return given


def with_values(call: Call, values: Sequence[Any]) -> Call:
    """The call with other values in the places of `values_of`."""
    remaining = iter(values)
    changed: Call = call.changed(lambda _: next(remaining))
    return changed


def _constants(definition: Definition, functions: Collection[str]) -> dict[type | None, list[Any]]:
    """What the code of the functions compares and counts with: type -> constants.

    Infinity, where the code names it, stands under None.
    """
    found: dict[type | None, list[Any]] = {int: [], float: [], str: [], None: []}
    for name in functions:
        for node in ast.walk(ast.parse(function_text(definition.reference, name))):
            value = node.value if isinstance(node, ast.Constant) else None
            if type(value) in found and len(str(value)) <= 20 and value not in found[type(value)]:
                found[type(value)].append(value)
            if isinstance(node, ast.Attribute) and node.attr == "inf":
                found[None] = [np.inf]
    return found


class _Variation:
    """Makes one change of a call's values at a time."""

    def __init__(
        self, rng: np.random.RandomState, constants: Mapping[type | None, list[Any]]
    ) -> None:
        self._rng, self._constants = rng, constants
        self.odd = False

    def of(self, call: Call, signature: ReferenceFunction) -> Call:
        """The call with one change: of sizes, of one value, or of which options are given."""
        changes: list[Callable[[], Call]] = [lambda: self._resized(call)]
        if values_of(call):
            changes += [lambda: self._with_other_value(call)] * 3
        if not call.steps and signature.defaults and signature.methods is None:
            changes.append(lambda: self._with_other_options(call, signature))
        changed: Call = self._one(changes)()
        return changed

    def _one(self, choices: Sequence[Any]) -> Any:
        return choices[self._rng.randint(len(choices))]

    # sizes

    def _resized(self, call: Call) -> Call:
        """Every axis and length of one size gets another, and sometimes the numbers that name it."""
        values = values_of(call)
        every = [leaf.value for value in values for leaf in leaves(value)]
        sizes = {size for each in every if isinstance(each, np.ndarray) for size in each.shape}
        sizes |= {len(part) for value in values for part in _sequences(value)}
        if not sizes:
            return self._with_other_value(call) if values else call
        old = self._one(sorted(sizes))
        new = int(self._one([0, 1, 2, 3, old + 1, max(old - 1, 1), 2 * old]))
        counts = bool(self._rng.randint(2))
        one_only = self._rng.randint(4) == 0  # sizes may be equal by chance
        self.odd |= one_only
        chosen = self._rng.randint(len(values))
        return with_values(
            call,
            [
                value if one_only and n != chosen else self._with_size(value, old, new, counts)
                for n, value in enumerate(values)
            ],
        )

    def _with_size(self, value: Any, old: int, new: int, counts: bool) -> Any:
        if isinstance(value, np.ndarray):
            for axis, size in enumerate(value.shape):
                if size == old:
                    value = np.take(value, self._places(old, new), axis=axis)
            if new > old and value.dtype.kind == "f":
                value = value * (1 + 0.2 * self._rng.normal(size=value.shape))
            return value
        if isinstance(value, dict):
            return {k: self._with_size(v, old, new, counts) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            kept = [self._with_size(v, old, new, counts) for v in value]
            if len(kept) == old:
                kept = [kept[place] for place in self._places(old, new)]
            return type(value)(kept)
        if isinstance(value, str) and len(value) == old:
            return "".join(value[place] for place in self._places(old, new))
        if counts and type(value) is int and value == old:
            return new
        return value

    def _places(self, old: int, new: int) -> np.ndarray:
        """Which of ``old`` entries stand in ``new`` places: the first ones, then any."""
        more = max(0, new - old) if old else 0
        return np.array(
            [*range(min(old, new)), *self._rng.randint(max(old, 1), size=more)], dtype=int
        )

    # options

    def _with_other_options(self, call: Call, signature: ReferenceFunction) -> Call:
        """One optional argument is left out, or given with another value than its default."""
        arguments = dict(call.arguments)
        name, default = self._one(signature.defaults)
        if name in arguments and self._rng.randint(2):
            del arguments[name]
        else:
            try:
                value = ast.literal_eval(default)
            except ValueError:
                return call
            if value is None:
                return call
            arguments[name] = self._other(value, self._pool(call))
        return bind_to(replace(call, arguments=arguments), signature)

    # values

    def _with_other_value(self, call: Call) -> Call:
        values = values_of(call)
        chosen = self._rng.randint(len(values))
        pool = self._pool(call)
        return with_values(
            call, [self._other(v, pool) if n == chosen else v for n, v in enumerate(values)]
        )

    def _pool(self, call: Call) -> list[float]:
        """Numbers that a comparison may turn on: those of the code, and of the other arguments."""
        pool = [0.0, 1.0, -1.0, 2.0, *map(float, self._constants[int]), *self._constants[float]]
        for value in values_of(call):
            for leaf in leaves(value):
                if isinstance(leaf.value, np.ndarray):
                    if leaf.value.dtype.kind in "fiu" and leaf.value.size:
                        pool += leaf.value.ravel()[:8].tolist()
                elif isinstance(leaf.value, (int, float)):
                    pool.append(float(leaf.value))
        return [number for number in pool if np.isfinite(number)]

    def _other(self, value: Any, pool: list[float]) -> Any:
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return self._other_int(value, pool)
        if isinstance(value, float):
            return self._other_float(value, pool)
        if isinstance(value, str):
            return self._other_text(value)
        if isinstance(value, np.ndarray):
            return self._other_array(value, pool)
        if isinstance(value, (list, tuple)):
            return type(value)(self._other_items(list(value), pool))
        if isinstance(value, dict) and value:
            key = self._one(list(value))
            return {**value, key: self._other(value[key], pool)}
        return value

    def _other_int(self, value: int, pool: list[float]) -> int | float:
        if self._constants[None] and self._rng.randint(3) == 0:
            return np.inf
        near = [0, 1, 2, 3, value + 1, value - 1, 2 * value, -value, -1]
        whole = [int(n) + d for n in pool if n == int(n) and abs(n) <= 1e6 for d in (-1, 0, 1)]
        most = max(_LARGEST, 4 * abs(value))
        return int(self._one([n for n in (*near, *near, *whole) if abs(n) <= most]))

    def _other_float(self, value: float, pool: list[float]) -> float:
        near = [
            0.0,
            1.0,
            -1.0,
            0.5,
            0.25,
            2.0,
            -value,
            2 * value,
            value / 10,
            float(np.round(value)),
        ]
        return float(self._one([*near, *pool, *self._constants[None]]))

    def _other_text(self, text: str) -> str:
        characters = sorted({*text, *"aAzZ 1-b", *"".join(self._constants[str])})
        drawn = "".join(self._one(characters) for _ in range(self._rng.randint(1, 8)))
        at = self._rng.randint(len(text) + 1)
        choices = [
            "", text[:1], text[::-1], text + text[::-1], text.upper(), text.capitalize(),
            text.swapcase(), text + text, text[:at] + self._one(characters) + text[at:],
            text[:at] + text[at + 1 :], f"{text} {drawn}", drawn, drawn + drawn[::-1],
            "".join(sorted(text)), *self._constants[str],
        ]  # fmt: skip
        return str(self._one(choices))

    def _other_items(self, items: list[Any], pool: list[float]) -> list[Any]:
        if not items:
            return items
        at = self._rng.randint(len(items))
        one_changed = [*items[:at], self._other(items[at], pool), *items[at + 1 :]]
        choices = [
            one_changed, one_changed, one_changed, items[:at], items[at:], items[::-1],
            [*items, items[at]], [items[at]] * len(items), items + items[::-1], [],
            [self._other(item, pool) for item in items],
        ]  # fmt: skip
        try:
            choices.append(sorted(items))
        except (TypeError, ValueError):
            pass
        chosen: list[Any] = self._one(choices)
        return chosen

    def _other_array(self, array: np.ndarray, pool: list[float]) -> np.ndarray:
        kind, shape, rng = array.dtype.kind, array.shape, self._rng
        if kind == "b":
            choices = [~array, rng.randint(2, size=shape) > 0, np.ones_like(array)]
            return np.asarray(self._one([*choices, np.zeros_like(array)]))
        if kind not in "fiu" or array.size == 0:
            return array
        made = self._one(_WHOLE_ARRAYS if kind in "iu" else _ARRAYS)(rng, array, pool)
        if kind == "u":
            made = np.abs(made)
        return np.asarray(made).reshape(shape).astype(array.dtype)


_MakeArray = Callable[[np.random.RandomState, np.ndarray, list[float]], Any]


def _from_pool(rng: np.random.RandomState, a: np.ndarray, pool: list[float]) -> Any:
    return rng.choice(pool, size=a.shape)


def _one_from_pool(rng: np.random.RandomState, a: np.ndarray, pool: list[float]) -> Any:
    changed = a.copy()
    changed.flat[rng.randint(a.size)] = pool[rng.randint(len(pool))]
    return changed


def _twin(rng: np.random.RandomState, a: np.ndarray, pool: list[float]) -> Any:
    """An entry, or a whole row, stands twice."""
    changed = a.copy()
    one, other = rng.randint(len(a), size=2)
    changed[one] = changed[other]
    return changed


def _structured(rng: np.random.RandomState, a: np.ndarray, pool: list[float]) -> Any:
    """A matrix of a special kind; of another array, its cumulated entries."""
    if a.ndim != 2:
        return np.cumsum(np.abs(a)).reshape(a.shape)
    square = a.shape[0] == a.shape[1]
    kind = rng.randint(6 if square else 3)
    if kind == 0:
        return a[:, :1] @ a[:1, :]  # of rank one
    if kind == 1:
        return np.triu(a)
    if kind == 2:
        return a * (np.arange(a.shape[1]) != rng.randint(a.shape[1]))  # a column of zeros
    return (a + a.T, np.eye(len(a)), a @ a.T)[kind - 3]


_ARRAYS: tuple[_MakeArray, ...] = (
    _from_pool, _one_from_pool, _one_from_pool, _twin, _structured,
    lambda rng, a, pool: rng.normal(size=a.shape),
    lambda rng, a, pool: rng.uniform(size=a.shape),
    lambda rng, a, pool: rng.randint(-2, 3, size=a.shape),
    lambda rng, a, pool: np.round(a),
    lambda rng, a, pool: np.zeros(a.shape),
    lambda rng, a, pool: np.full(a.shape, a.flat[0]),
    lambda rng, a, pool: -a,
    lambda rng, a, pool: np.abs(a),
    lambda rng, a, pool: 100 * a,
    lambda rng, a, pool: a / 100,
    lambda rng, a, pool: a[::-1],
    lambda rng, a, pool: rng.permutation(a.ravel()),
    lambda rng, a, pool: np.sort(a, axis=0),
    lambda rng, a, pool: a * (rng.uniform(size=a.shape) < 0.5),
)  # fmt: skip
_WHOLE_ARRAYS: tuple[_MakeArray, ...] = (
    _one_from_pool, _twin,
    lambda rng, a, pool: rng.randint(a.min(), a.max() + 1, size=a.shape),
    lambda rng, a, pool: np.full(a.shape, a.min()),
    lambda rng, a, pool: np.full(a.shape, a.max()),
    lambda rng, a, pool: a[::-1],
    lambda rng, a, pool: rng.permutation(a.ravel()),
    lambda rng, a, pool: np.sort(a, axis=0),
    lambda rng, a, pool: rng.randint(-2, 4, size=a.shape),
    lambda rng, a, pool: -a,
    lambda rng, a, pool: np.zeros(a.shape),
)  # fmt: skip


def _sequences(value: Any) -> Iterator[Any]:
    """The lists, tuples and texts in a value, itself too."""
    if isinstance(value, (list, tuple, str)):
        yield value
    if isinstance(value, (list, tuple, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _sequences(part)


def nudged(value: Any, rng: np.random.RandomState) -> Any:
    """The same value with every number moved by its last bit, up or down; whole numbers stay."""

    def move(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) and leaf.dtype == np.float64:
            towards = np.where(rng.uniform(size=leaf.shape) < 0.5, -np.inf, np.inf)
            with np.errstate(all="ignore"):
                whole = ~np.isfinite(leaf) | (leaf == np.round(leaf))
                return np.where(whole, leaf, np.nextafter(leaf, towards))
        if isinstance(leaf, float):
            return float(move(np.asarray(leaf)))
        return leaf

    return map_leaves(move, value)
