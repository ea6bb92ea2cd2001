"""Smaller calls: sizes cut on all arrays that share them, entries made 0, 1 and -1, simpler numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from grader.diagnosis.evidence import is_real
from grader.inputs.contents import arrays_of, given, sizes_of, whole_numbers
from grader.model.exercise import Call
from grader.values import leaves, map_leaves

_MOST_STARTS = 6
_FEW = 12
"""Of so many entries each is made simpler by itself."""


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
            yield _changed(call, partial(_cut, size, axis, part))
            if counted:
                yield _changed(call, partial(_cut_and_counted, size, part))


def _cut_and_counted(size: int | None, part: range, leaf: Any) -> Any:
    return len(part) if type(leaf) is int and leaf == size else _cut(size, None, part, leaf)


def _cut(size: int | None, axis: int | None, part: range, leaf: Any) -> Any:
    if not isinstance(leaf, np.ndarray):
        return leaf
    for each, length in enumerate(leaf.shape):
        if each == axis or length == size:
            leaf = np.take(leaf, part, each)
    return leaf


def _simpler_arrays(call: Call) -> Iterator[Call]:
    arrays = [a for a in arrays_of(call) if a.dtype.kind in "fi" and a.size]
    for array in arrays:
        if array.size > 1:
            for fill in (1, 0):
                yield _with_array(call, array, np.full_like(array, fill))
            yield _with_array(call, array, np.sign(array))
            yield _with_array(call, array, np.round(array))
    for array in arrays:
        for place in np.ndindex(array.shape) if array.size <= _FEW else ():
            for simple in (0, 1, -1, *((0.5,) if array.dtype.kind == "f" else ())):
                if length(simple) < length(array[place]):
                    changed = array.copy()
                    changed[place] = simple
                    yield _with_array(call, array, changed)


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
