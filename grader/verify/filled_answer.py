"""Wrong answers as Python text: built like the reference's, and full of one number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.course.reference_program import REFERENCE
from grader.diagnosis.candidates import filled
from grader.model.exercise import Case, Tolerance
from grader.values import at, leaves, literal, misfit, type_of


def filled_answer(cases: Sequence[Case], fill: float) -> str | None:
    """Return an expression in ``args`` for what one function's cases expect, full of ``fill``.

    Shapes are read off the arguments of the call, so that the answer also fits other cases and
    properties. None where that is the right answer: zeros are what some functions are asked for.
    """
    asked = [case for case in cases if not case.is_property and case.call.is_plain]
    right = [case.expected[REFERENCE] for case in asked]
    if all(agrees(value, filled(value, fill), Tolerance()) for value in right):
        return None
    sizes = [dict(_sizes(list(case.call.arguments.values()))) for case in asked]
    return _expression(right, sizes, fill)


def _sizes(arguments: Sequence[Any]) -> Iterator[tuple[str, int]]:
    """Every size that the arguments hold: the expression for it, and its value."""
    for leaf in leaves(list(arguments)):
        expression = "args" + "".join(f"[{key!r}]" for key in leaf.path)
        if isinstance(leaf.value, np.ndarray):
            yield from (
                (f"{expression}.shape[{n}]", size) for n, size in enumerate(leaf.value.shape)
            )
        elif isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
            yield expression, leaf.value


def _expression(values: Sequence[Any], sizes: Sequence[Mapping[str, int]], fill: float) -> str:
    if not values:
        return "None"
    first = values[0]
    alike = [(v, known) for v, known in zip(values, sizes, strict=True) if _is_alike(first, v)]
    kept = [known for _, known in alike]
    kind = type_of(first)
    if kind.container:
        parts = [
            _expression([at(value, (key,)) for value, _ in alike], kept, fill)
            for key, _ in kind.parts(first)
        ]
        return kind.literal(first, parts)
    if isinstance(first, np.ndarray) and first.ndim and first.dtype.kind in "biufc":
        shape = (_size([v.shape[axis] for v, _ in alike], kept) for axis in range(first.ndim))
        return f"np.full(({''.join(f'{size}, ' for size in shape)}), {fill})"
    return literal(filled(first, fill))


def _is_alike(one: Any, other: Any) -> bool:
    if type_of(one).container:
        same_keys = [misfit(a, b) is None for a, b in ((one, other), (other, one))]
        return type(one) is type(other) and all(same_keys)
    return np.ndim(one) == np.ndim(other) if isinstance(one, np.ndarray) else True


def _size(wanted: Sequence[int], sizes: Sequence[Mapping[str, int]]) -> str:
    """The expression that gives an axis these lengths in these cases, else the first length."""
    for expression in sizes[0]:
        if all(known.get(expression) == size for known, size in zip(sizes, wanted, strict=True)):
            return expression
    return str(wanted[0])
