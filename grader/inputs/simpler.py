"""Makes an input simpler, one step at a time: what an author or a student is to read and to paste.

Every step only proposes: whoever asks keeps the proposals with which the fault still shows. For authors
(`simpler`) lists, texts and files are cut as well, and the lightest proposal is kept each time. For
students (`reductions`) all of an input belongs together, so only arrays are cut, numbers keep their kind,
and those proposals come first that are smaller by much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.course.editing import ReferenceFunction
from grader.course.prepare import bind_to
from grader.inputs.contents import (
    arrays_of,
    given,
    sizes_of,
    values_of,
    whole_numbers,
    with_values,
)
from grader.model.exercise import Call
from grader.values import leaves, literal, map_leaves, nodes
from grader.values.types.numeric import is_real

_MANY = 1000
_FEW = 12
"""Up to so many entries are made simpler one by one."""
_MOST_STARTS = 6
"""Of the places where a part that is kept may begin."""


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


def _kept(value: Any, size: int, places: Sequence[int]) -> Any:
    """These places of every axis, list and text of that size, and how many they are for the number."""
    if isinstance(value, np.ndarray):
        return _kept_of_array(value, size, places)
    if isinstance(value, dict):
        return {key: _kept(part, size, places) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        parts = [_kept(part, size, places) for part in value]
        return type(value)([parts[n] for n in places] if len(parts) == size else parts)
    if isinstance(value, str) and len(value) == size:
        return "".join(value[n] for n in places)
    return len(places) if type(value) is int and value == size else value


def _kept_of_array(
    array: np.ndarray, size: int | None, places: Sequence[int], axis: int | None = None
) -> np.ndarray:
    for each, length in enumerate(array.shape):
        if each == axis or length == size:
            array = np.take(array, np.array(places, dtype=int), each)
    return array


def _without(value: Any, size: int, place: int) -> Any:
    """One entry less on every axis, list and text of that size, and the number that names it."""
    return _kept(value, size, [n for n in range(size) if n != place])


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
        yield from _arrays_beside(value)
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


def _arrays_beside(array: np.ndarray) -> Iterator[np.ndarray]:
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
                yield _with_entry(array, place, entry)


def _with_entry(array: np.ndarray, place: int, entry: Any) -> np.ndarray:
    changed = array.copy()
    changed.flat[place] = entry
    return changed


# For students.


def reductions(call: Call, cuts_only: bool = False) -> Iterator[Call]:
    """Smaller calls, those first that are smaller by much; with ``cuts_only`` all entries stay."""
    arrays = arrays_of(call)
    if len(arrays) == 1:  # no other array has to fit
        for axis in range(arrays[0].ndim):
            yield from _cuts(call, None, axis, arrays[0].shape[axis])
    else:
        for size in sorted(sizes_of(call) - {1}, reverse=True):
            yield from _cuts(call, size, None, size)
    if not cuts_only:
        yield from _simpler_arrays(call)
    if not call.steps:  # how a step is written has its numbers in it
        yield from _simpler_numbers(call)


def simple_numbers(call: Call) -> Call:
    """The call with simple numbers in the place of its single ones, each of the same kind."""

    def change(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray) or not is_real(leaf) or isinstance(leaf, (bool, np.bool_)):
            return leaf
        return next(iter(_simpler(leaf)), leaf)

    return call.changed(lambda value: map_leaves(change, value))


def length(number: Any) -> int:
    """How hard a number is to read: 0, then 1, then -1, then others."""
    value = float(number)
    if value in (0.0, 1.0, -1.0):
        return {0.0: 0, 1.0: 1, -1.0: 2}[value]
    return 2 + len(f"{value:.12g}")


def _cuts(call: Call, size: int | None, axis: int | None, length: int) -> Iterator[Call]:
    """The calls that keep a part of one axis, or of every axis of one size, and what counts it."""
    counted = size is not None and not call.steps and size in set(whole_numbers(call))
    for kept in (1, length // 2, length - 1):
        if not 0 < kept < length:
            continue
        for start in range(length - kept + 1)[:_MOST_STARTS]:
            part = range(start, start + kept)
            yield _changed(call, partial(_array_cut, size, axis, part))
            if counted:
                yield _changed(call, partial(_cut_and_counted, size, part))


def _cut_and_counted(size: int | None, part: range, leaf: Any) -> Any:
    return len(part) if type(leaf) is int and leaf == size else _array_cut(size, None, part, leaf)


def _array_cut(size: int | None, axis: int | None, part: range, leaf: Any) -> Any:
    return _kept_of_array(leaf, size, part, axis) if isinstance(leaf, np.ndarray) else leaf


def _simpler_arrays(call: Call) -> Iterator[Call]:
    arrays = [a for a in arrays_of(call) if a.dtype.kind in "fi" and a.size]
    for array in arrays:
        if array.size > 1:
            for fill in (1, 0):
                yield _with_array(call, array, np.full_like(array, fill))
            yield _with_array(call, array, np.sign(array))
            yield _with_array(call, array, np.round(array))
    for array in arrays:
        for place in range(array.size) if array.size <= _FEW else ():
            for simple in (0, 1, -1, *((0.5,) if array.dtype.kind == "f" else ())):
                if length(simple) < length(array.flat[place]):
                    yield _with_array(call, array, _with_entry(array, place, simple))


def _with_array(call: Call, old: np.ndarray, new: np.ndarray) -> Call:
    """The call with another array in every place of this one: a script names equal arrays alike."""

    def change(leaf: Any) -> Any:
        is_it = isinstance(leaf, np.ndarray) and leaf.dtype == old.dtype
        return new if is_it and np.array_equal(leaf, old) else leaf

    return _changed(call, change)


def _simpler_numbers(call: Call) -> Iterator[Call]:
    numbers = [leaf.value for leaf in leaves(given(call)) if _is_number(leaf.value)]
    for number in dict.fromkeys(numbers):
        for simple in _simpler(number):
            yield _changed(call, partial(_exchanged, number, simple))


def _exchanged(old: Any, new: Any, leaf: Any) -> Any:
    return new if type(leaf) is type(old) and leaf == old else leaf


def _is_number(value: Any) -> bool:
    return is_real(value) and not isinstance(value, (np.ndarray, bool, np.bool_))


def _simpler(value: Any) -> Iterator[Any]:
    """Simpler numbers of the same kind: shares stay shares, what is positive stays so."""
    simple: tuple[float, ...] = (1, 2, 0, -1)
    if isinstance(value, (float, np.floating)):
        simple = (0.5,) if 0 < value < 1 else (1.0, 2.0, 10.0) if value > 0 else (-1.0, 0.0)
    yield from (each for each in simple if length(each) < length(value))


def _changed(call: Call, change: Callable[[Any], Any]) -> Call:
    changed: Call = call.changed(lambda value: map_leaves(change, value))
    return changed
