"""Inputs beyond what the functions of cases draw.

`other_numbers` keeps sizes, kinds and signs: what a case function that draws might give. `vary` goes
further, since a case fixes more than its seed: sizes, options, the sign of a number, that no two are
equal. Other sizes, kept equal where they were equal; optional arguments left out or given; entries at
the values that a comparison turns on; ties, zeros, ones, other signs and scales; matrices that are
singular, symmetric or orthogonal; empty and repeated texts and lists, also among the lines that a call
reads and in its files. Which of them the function is meant for is not known: the reference decides, by
returning finite numbers. The changes are small and random, and stated seeds make them repeatable.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction, function_text
from grader.course.prepare import bind_to
from grader.inputs.contents import values_of, with_values
from grader.model.exercise import Call
from grader.model.observation import PART, Step, StepResult
from grader.values import leaves, map_leaves

_SPREADS = (1.0, 0.3, 3.0, 10.0)
_MOST_STEPS = 120
_NUMBER = re.compile(r"-?[0-9]{1,9}([.][0-9]{1,9})?")
_LARGEST = 60
"""Numbers from the code or from an argument that are larger make no sizes."""


def other_numbers(call: Call, rng: np.random.RandomState) -> Call:
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


def each_call_twice(call: Call) -> Call:
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


def lists_resized(call: Call, *, longer: bool) -> Call:
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


def constants_in(
    definition: Definition, functions: Collection[str]
) -> dict[type | None, list[Any]]:
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


class Variation:
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
        values, pool = values_of(call), self._pool(call)
        full = [n for n, v in enumerate(values) if not isinstance(v, (list, tuple, dict)) or v]
        if not full:
            return call
        chosen = self._one(full)
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
                elif isinstance(leaf.value, (int, float)) or (
                    isinstance(leaf.value, str) and _NUMBER.fullmatch(leaf.value)
                ):
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
            return self._other_text(value, pool)
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

    def _other_text(self, text: str, pool: list[float]) -> str:
        # A number that a program reads, or finds on its command line.
        if _NUMBER.fullmatch(text) and self._rng.randint(2):
            if "." in text:
                return str(self._other_float(float(text), pool))
            return str(self._other_int(int(text), pool))
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
