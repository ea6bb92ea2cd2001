"""Which arguments a result shares memory with: names, and nothing that an input holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

_MOST_ARRAYS = 200
_MOST_PARTS = 10_000
"""Of one value. A result of thousands of arrays, or of millions of numbers, is not looked through
to the end."""

_MOST_WORK = 1000
"""For NumPy's exact test, which would take forever on some views; views of this course are easy."""


def shared_with(value: Any, arguments: Iterable[tuple[str, Any]]) -> list[str]:
    """Return the names of the arguments of which ``value`` holds an array, or a view."""
    mine = _arrays(value)
    if not mine:
        return []
    # An array that owns its memory shares it only with itself and with views of it.
    views = [array for array in mine if array.base is not None]
    owners = {id(array) for array in mine}
    return [
        name
        for name, argument in arguments
        for arrays in (_arrays(argument),)
        if any(id(a) in owners or id(a.base) in owners for a in arrays)
        or any(_overlap(view, a) for view in views for a in arrays)
    ]


def _arrays(value: Any) -> list[np.ndarray]:
    parts = itertools.islice(_every(value, 0), _MOST_PARTS)
    arrays = (part for part in parts if issubclass(type(part), np.ndarray))  # some classes lie
    return list(itertools.islice(arrays, _MOST_ARRAYS))


def _every(value: Any, depth: int) -> Iterator[Any]:
    """Every part of a value, and the value."""
    yield value
    if depth > 20:
        return
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _every(item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _every(item, depth + 1)


def _overlap(one: np.ndarray, other: np.ndarray) -> bool:
    try:
        # NumPy takes any amount of work; its stub knows two.
        return bool(np.shares_memory(one, other, max_work=_MOST_WORK))  # type: ignore[arg-type]
    except Exception:  # too hard to say within that work
        return False
