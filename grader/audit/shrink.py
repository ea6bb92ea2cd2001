"""Makes an input simpler, one step at a time: what an author is to read and to paste.

Every step only proposes: whoever asks keeps the proposals with which the fault still shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course.editing import ReferenceFunction
from grader.course.prepare import bind_to
from grader.inputs.contents import values_of, with_values
from grader.model.exercise import Call
from grader.values import leaves, literal, nodes

_MANY = 1000
_FEW = 12
"""Up to so many entries are made simpler one by one."""


def weight(call: Call) -> tuple[int, int, float]:
    """How much there is to read: entries, then characters; then how large the numbers are.

    Nothing at all is no simple input.
    """
    values = values_of(call)
    entries = sum(_entries(leaf.value) for value in values for leaf in leaves(value))
    entries += sum(_MANY for value in values for part in nodes(value) if _is_empty(part.value))
    size = sum(_size(leaf.value) for value in values for leaf in leaves(value))
    return entries, sum(len(literal(value)) for value in values), size


def _entries(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    return len(value) if isinstance(value, str) else 1


def _size(value: Any) -> float:
    """How far a value is from the simplest of its kind: zeros, or a text of one letter."""
    if isinstance(value, str):
        return float(sum(letter != "a" for letter in value))
    if isinstance(value, (int, float)) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    ):
        return float(np.sum(np.minimum(np.abs(np.asarray(value, dtype=float)), 1e9)))
    return 0.0


def _is_empty(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.size == 0
    return isinstance(value, (str, list, tuple)) and not value


def simpler(call: Call, signature: ReferenceFunction, odd: bool) -> list[Call]:
    """The calls that are one step simpler than ``call``, each lighter than it.

    odd  whether sizes that are equal may become unequal
    """
    most = weight(call)
    return [each for each in _proposals(call, signature, odd) if weight(each) < most]


def _proposals(call: Call, signature: ReferenceFunction, odd: bool) -> Iterator[Call]:
    if not call.steps and signature.methods is None:
        for name in call.arguments:
            if name not in signature.required and name != signature.rest:
                kept = {n: v for n, v in call.arguments.items() if n != name}
                yield bind_to(replace(call, arguments=kept), signature)
    values = values_of(call)
    for size in sorted(_sizes(values), reverse=True):
        for place in {0, size - 1, size // 2}:
            yield with_values(call, [_without(value, size, place) for value in values])
        yield with_values(call, [_cut(value, size, size // 2) for value in values])
        for number, value in enumerate(values if odd else ()):
            yield _with_one(call, values, number, _without(value, size, size - 1))
    for number, value in enumerate(values):
        for other in _simpler_values(value):
            yield _with_one(call, values, number, other)


def _with_one(call: Call, values: Sequence[Any], number: int, value: Any) -> Call:
    return with_values(call, [value if n == number else v for n, v in enumerate(values)])


def _sizes(values: Sequence[Any]) -> set[int]:
    """The sizes above 0 of axes, lists and texts."""
    found: set[int] = set()
    for value in values:
        if isinstance(value, np.ndarray):
            found |= set(value.shape)
        elif isinstance(value, str):
            found.add(len(value))
        elif isinstance(value, (list, tuple)):
            found |= {len(value), *_sizes(list(value))}
        elif isinstance(value, dict):
            found |= _sizes(list(value.values()))
    return found - {0}


def _without(value: Any, size: int, place: int) -> Any:
    """One entry less on every axis, list and text of that size, and the number that names it."""
    if isinstance(value, np.ndarray):
        for axis, length in enumerate(value.shape):
            if length == size:
                value = np.delete(value, place, axis=axis)
        return value
    if isinstance(value, dict):
        return {key: _without(part, size, place) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        kept = [_without(part, size, place) for part in value]
        if len(kept) == size:
            del kept[place]
        return type(value)(kept)
    if isinstance(value, str) and len(value) == size:
        return value[:place] + value[place + 1 :]
    return size - 1 if type(value) is int and value == size else value


def _cut(value: Any, size: int, new: int) -> Any:
    """The first half of every axis, list and text of that size."""
    for length in range(size, max(new, 1), -1):
        value = _without(value, length, length - 1)
    return value


def _simpler_values(value: Any) -> Iterator[Any]:
    """One value made simpler: rounder numbers, fewer different ones, earlier letters."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        yield from (0, 1, 2, value // 2, value - 1 if value > 0 else value + 1, abs(value))
    elif isinstance(value, float):
        rounded = [float(np.round(value, digits)) for digits in (0, 1, 2)]
        yield from (0.0, 1.0, 2.0, *rounded, abs(value))
    elif isinstance(value, str):
        for place in range(min(len(value), _FEW)):
            yield value[:place] + value[place + 1 :]
            yield value[:place] + "a" + value[place + 1 :]
    elif isinstance(value, np.ndarray):
        yield from _simpler_arrays(value)
    elif isinstance(value, (list, tuple)):
        for place, part in enumerate(value[:_FEW]):
            rest = (list(value[:place]), list(value[place + 1 :]))
            yield type(value)([*rest[0], *rest[1]])
            for other in _simpler_values(part):
                yield type(value)([*rest[0], other, *rest[1]])
    elif isinstance(value, dict):
        for key, part in value.items():
            for other in _simpler_values(part):
                yield {**value, key: other}


def _simpler_arrays(array: np.ndarray) -> Iterator[np.ndarray]:
    if array.dtype.kind not in "fiu" or array.size == 0:
        return
    yield np.zeros_like(array)
    yield np.ones_like(array)
    for digits in (0, 1, 2):
        yield np.round(array, digits)
    yield np.round(10 * array)
    yield np.abs(array)
    if array.size <= _FEW:
        for place in range(array.size):
            for entry in (0, 1, 2, np.round(array.flat[place]), np.round(array.flat[place], 1)):
                changed = array.copy()
                changed.flat[place] = entry
                yield changed
