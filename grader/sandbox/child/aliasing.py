"""Finds the arguments that a result shares memory with; the judge gets their names only."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_MOST_ARRAYS = 200
_MOST_PARTS = 10_000
"""Of one value. The search ends there, in a result of thousands of arrays or millions of numbers."""

_MOST_WORK: Any = 1000
"""For NumPy's exact test, which would take forever on some views; views of this course are easy.
NumPy takes any number; until 2.5 its stub knew two."""


def shared_with(value: Any, arguments: Sequence[tuple[str, Any]]) -> list[str]:
    """Return the names of the arguments of which ``value`` holds an array, or a view."""
    results = _arrays(value)
    return [
        name
        for name, argument in arguments
        if results and any(_overlap(r, a) for a in _arrays(argument) for r in results)
    ]


def _arrays(value: Any) -> list[np.ndarray]:
    """The arrays among the parts of a value."""
    arrays: list[np.ndarray] = []
    parts = [value]
    for part in parts:  # which grows on the way
        kind = type(part)  # not isinstance: some classes lie
        if issubclass(kind, np.ndarray):
            arrays.append(part)
            if len(arrays) == _MOST_ARRAYS:
                break
        elif issubclass(kind, (list, tuple)):
            parts += part[: max(0, _MOST_PARTS - len(parts))]
        elif issubclass(kind, Mapping):
            parts += itertools.islice(part.values(), max(0, _MOST_PARTS - len(parts)))
    return arrays


def _overlap(one: np.ndarray, other: np.ndarray) -> bool:
    try:
        return one is other or bool(np.shares_memory(one, other, max_work=_MOST_WORK))
    except Exception:  # too hard to say within that work
        return False
