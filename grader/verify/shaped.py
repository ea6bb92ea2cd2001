"""Answers that are built as the reference's are and hold one number everywhere, as Python text.

Shapes are taken from the arguments of the call, so that such an answer fits cases that nobody looked
at when it was written, and what a property asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.course.prepare import REFERENCE
from grader.diagnosis.candidates import filled
from grader.model.exercise import Case, Tolerance


def filled_answer(cases: Sequence[Case], fill: float) -> str | None:
    """Return an expression in ``args`` for what one function's cases expect, full of ``fill``.

    None where that is the right answer: zeros are what some functions are asked for.
    """
    asked = [case for case in cases if not case.is_property]
    right = [case.expected[REFERENCE] for case in asked]
    if all(agrees(value, filled(value, fill), Tolerance()) for value in right):
        return None
    sizes = [dict(_sizes(list(case.call.arguments.values()), "args")) for case in asked]
    return _expression(right, sizes, fill)


def _sizes(value: Any, path: str) -> Iterator[tuple[str, int]]:
    """What can be read off the arguments as a size: how it is written, and how much it is."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _sizes(item, f"{path}[{key!r}]")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _sizes(item, f"{path}[{index}]")
    elif isinstance(value, np.ndarray):
        yield from ((f"{path}.shape[{axis}]", size) for axis, size in enumerate(value.shape))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, value


def _expression(values: Sequence[Any], sizes: Sequence[Mapping[str, int]], fill: float) -> str:
    first = values[0] if values else None
    alike = [value for value in values if _is_alike(first, value)]
    kept = [own for value, own in zip(values, sizes, strict=True) if _is_alike(first, value)]
    if isinstance(first, Mapping):
        items = (
            f"{key!r}: {_expression([value[key] for value in alike], kept, fill)}" for key in first
        )
        return "{" + ", ".join(items) + "}"
    if isinstance(first, (list, tuple)):
        items = (
            f"{_expression([value[i] for value in alike], kept, fill)}, " for i in range(len(first))
        )
        return f"[{''.join(items)}]" if isinstance(first, list) else f"({''.join(items)})"
    if isinstance(first, np.ndarray) and first.ndim:
        shape = (
            f"{_size([value.shape[axis] for value in alike], kept)}, " for axis in range(first.ndim)
        )
        return f"np.full(({''.join(shape)}), {fill})"
    return repr(fill if isinstance(first, (int, float, np.number, np.ndarray)) else first)


def _is_alike(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping):
        return isinstance(other, Mapping) and one.keys() == other.keys()
    if isinstance(one, (list, tuple)):
        return type(other) is type(one) and len(other) == len(one)
    return np.ndim(one) == np.ndim(other) if isinstance(one, np.ndarray) else True


def _size(wanted: Sequence[int], sizes: Sequence[Mapping[str, int]]) -> str:
    """How an axis is written that has these lengths in these cases."""
    for written in sizes[0]:
        if all(own.get(written) == size for own, size in zip(sizes, wanted, strict=True)):
            return written
    return str(wanted[0])
