"""NaN and infinity in a result: whether there are any, and which input they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.model.exercise import Case

_LARGE = 700.0  # exp of more is infinite
_SUSPICIOUS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("is 0", lambda a: a == 0),
    ("is 1", lambda a: a == 1),
    ("is negative", lambda a: a < 0),
    (f"is larger than {_LARGE:g}", lambda a: a > _LARGE),
    (f"is smaller than -{_LARGE:g}", lambda a: a < -_LARGE),
)


def holds_broken(value: Any) -> bool:
    """Whether a NaN or an infinity stands anywhere in the value."""
    return any(not np.isfinite(array).all() for _, array in _numeric(value, ""))


def where_broken(case: Case, value: Any) -> str:
    """Which input the broken entries come from, where one condition on one input holds for just
    them (or, for a single broken number, for some entry of just one input); "" otherwise."""
    broken = next((a for _, a in _numeric(value, "") if not np.isfinite(a).all()), None)
    if broken is None:
        return ""
    mask = ~np.isfinite(broken)
    inputs = list(_numeric(dict(case.call.arguments), ""))
    found = [
        f"`{name}` {words}"
        for name, array in inputs
        for words, holds in _SUSPICIOUS
        if (array.shape == mask.shape and np.array_equal(holds(array), mask))
        or (mask.ndim == 0 and holds(array).any() and words != "is negative" and words != "is 1")
    ]
    if len(found) != 1:
        return ""
    if mask.ndim == 0 or mask.all():
        return f"It happens where {found[0]}."
    return f"It happens exactly where {found[0]}."


def _numeric(value: Any, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """The value's arrays and numbers, with the key under which each stands."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _numeric(item, str(key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _numeric(item, name)
    elif isinstance(value, (np.ndarray, np.generic, float)):
        array = np.asarray(value)
        if array.dtype.kind in "fc":
            yield name, array.astype(float) if array.dtype.kind == "f" else np.abs(array)
