"""What holds of a call's arguments, and must still hold of a smaller call: else they belong together no more.

An author writes labels of 0 and 1, probabilities, an activation beside its Z, a count beside an array
of so many columns. Where a smaller input broke that, even two right functions could differ on it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from grader.inputs.contents import given
from grader.model.exercise import Call
from grader.values import leaves
from grader.values.types.numeric import is_real

Numbers = Sequence[np.ndarray]
Fact = Callable[[Numbers], bool]

_MOST = 12
"""Of more arguments the facts are not looked for, and nothing is made smaller."""


class Invariants:
    """The facts that hold of all of some calls, which are built alike."""

    def __init__(self, calls: Sequence[Call]) -> None:
        every = [_numbers(call) for call in calls]
        first = every[0] if every else []
        self._count = len(first)
        alike = [n for n in every if len(n) == len(first)]
        self._facts = [
            fact for fact in (_facts(first) if len(first) <= _MOST else ()) if all(map(fact, alike))
        ]

    def hold(self, call: Call) -> bool:
        """Whether they hold of another call that is built alike; of one of many arguments nobody knows."""
        numbers = _numbers(call)
        return len(numbers) == self._count <= _MOST and all(f(numbers) for f in self._facts)


def _numbers(call: Call) -> list[np.ndarray]:
    values = (leaf.value for leaf in leaves(given(call)))
    return [np.asarray(value) for value in values if is_real(value)]


def _facts(numbers: Numbers) -> Iterator[Fact]:
    """All facts that are looked for in so many arguments, whether they hold or not."""
    places = range(len(numbers))
    for i in places:
        for holds in _OF_ONE:
            yield partial(_of_one, i, holds)
    for i, j in itertools.permutations(places, 2):
        if numbers[j].ndim == 0 and numbers[j].dtype.kind in "iu" and numbers[j] >= 2:
            for axis in range(numbers[i].ndim):
                yield partial(_counts, i, axis, j)
        if numbers[j].size > 1 and numbers[i].size > 1:
            for made in _FROM_ONE:
                yield partial(_is_made, (i,), made, j)
    several = [i for i in places if numbers[i].ndim and numbers[i].size > 1]
    for i, j, k in itertools.permutations(several, 3):
        for both in _FROM_TWO:
            yield partial(_is_made, (i, j), both, k)


def _of_one(i: int, holds: Callable[[np.ndarray], Any], numbers: Numbers) -> bool:
    return bool(holds(numbers[i].astype(float)))


def _counts(i: int, axis: int, j: int, numbers: Numbers) -> bool:
    """Whether a whole number is an array's size."""
    return _axis(numbers[i], axis) == int(numbers[j])


def _is_made(sources: Sequence[int], make: Callable[..., Any], k: int, numbers: Numbers) -> bool:
    """Whether one array follows from another one, or from two."""
    try:
        made = make(*(numbers[i] for i in sources))
    except ValueError:  # their shapes do not fit, or one is empty
        return False
    if made is None or np.shape(made) != numbers[k].shape:
        return False
    return bool(np.allclose(made, numbers[k], rtol=1e-6, atol=1e-9))


def _axis(array: np.ndarray, axis: int) -> int:
    return array.shape[axis] if axis < array.ndim else -1


def _sums_to_one(array: np.ndarray, axis: int) -> bool:
    """Whether probabilities, or marks of one of several classes, run along an axis."""
    return (
        array.ndim > axis
        and bool((array >= 0).all())
        and bool(np.allclose(array.sum(axis=axis), 1.0))
    )


_OF_ONE: Sequence[Callable[[np.ndarray], Any]] = (
    lambda a: np.isin(a, (0, 1)).all(),
    lambda a: ((a > 0) & (a < 1)).all(),
    lambda a: (a > 0).all(),
    lambda a: (a >= 0).all(),
    lambda a: (a != 0).all(),
    lambda a: (a == np.round(a)).all(),
    lambda a: a.ndim == 1 and (np.diff(a) > 0).all(),
    lambda a: a.ndim == 2 and a.shape[0] == a.shape[1] and np.array_equal(a, a.T),
    lambda a: _sums_to_one(a, 0),
    lambda a: _sums_to_one(a, 1),
)


def _softmax(a: np.ndarray, axis: int) -> np.ndarray | None:
    if a.ndim <= axis:
        return None
    powers = np.exp(a - a.max(axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def _along(reduce: Callable[..., Any], axis: int, keepdims: bool) -> Callable[..., Any]:
    def along(a: np.ndarray) -> np.ndarray | None:
        return np.asarray(reduce(a, axis=axis, keepdims=keepdims)) if a.ndim > axis else None

    return along


_FROM_ONE: Sequence[Callable[[np.ndarray], Any]] = (
    lambda a: a,
    lambda a: a.T if a.ndim == 2 else None,
    lambda a: -a if a.dtype.kind != "b" else None,
    lambda a: 1 - a.astype(float),
    lambda a: 1 / (1 + np.exp(-a.astype(float))),
    lambda a: np.tanh(a),
    lambda a: np.maximum(a, 0),
    lambda a: a > 0,
    lambda a: a > 0.5,
    lambda a: a.astype(float) ** 2,
    lambda a: np.abs(a.astype(float)),
    lambda a: np.exp(a.astype(float)),
    lambda a: _softmax(a.astype(float), 0),
    lambda a: _softmax(a.astype(float), 1),
    *(
        _along(reduce, axis, keepdims)
        for reduce in (np.mean, np.var, np.std, np.sum, np.max, np.min)
        for axis in (0, 1)
        for keepdims in (False, True)
    ),
)
_FROM_TWO: Sequence[Callable[[np.ndarray, np.ndarray], Any]] = (
    lambda a, b: a @ b,
    lambda a, b: a.T @ b,
    lambda a, b: a @ b.T,
    lambda a, b: a + b,
    lambda a, b: a.astype(float) - b,
    lambda a, b: a * b,
    lambda a, b: a / b,
)
