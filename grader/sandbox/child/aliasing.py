"""Which arguments a result shares memory with: names, and nothing that an input holds."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_MOST_ARRAYS = 200
_MOST_PARTS = 10_000
"""Of one value. A result of thousands of arrays, or of millions of numbers, is not looked through
to the end."""

_MOST_WORK: Any = 1000
"""For NumPy's exact test, which would take forever on some views; views of this course are easy.
NumPy takes any number; until 2.5 its stub knew two."""

_SINGLE = {type(None), bool, int, float, complex, str, bytes, np.float64, np.int64, np.bool_}


def shared_with(value: Any, arguments: Sequence[tuple[str, Any]]) -> list[str]:
    """Return the names of the arguments of which ``value`` holds an array, or a view."""
    mine = _arrays(value)
    if not mine:
        return []
    # An array that owns its memory shares it only with itself and with views of it.
    views = [array for array in mine if array.base is not None]
    owners = {id(array) for array in mine}
    shared = []
    for name, argument in arguments:
        for array in _arrays(argument):
            if id(array) in owners or id(array.base) in owners:
                shared.append(name)
                break
            if views and any(_overlap(view, array) for view in views):
                shared.append(name)
                break
    return shared


def _arrays(value: Any) -> list[np.ndarray]:
    """The arrays among the parts of a value."""
    if type(value) is np.ndarray:
        return [value]
    found = []
    parts = [value]
    for part in parts:  # which grows on the way
        kind = type(part)
        if kind in _SINGLE:
            continue
        if issubclass(kind, np.ndarray):  # not isinstance: some classes lie
            found.append(part)
            if len(found) == _MOST_ARRAYS:
                break
        elif len(parts) < _MOST_PARTS:
            if issubclass(kind, (list, tuple)):
                parts += part[: _MOST_PARTS - len(parts)]
            elif issubclass(kind, Mapping):
                parts += itertools.islice(part.values(), _MOST_PARTS - len(parts))
    return found


def _overlap(one: np.ndarray, other: np.ndarray) -> bool:
    try:
        return bool(np.shares_memory(one, other, max_work=_MOST_WORK))
    except Exception:  # too hard to say within that work
        return False
