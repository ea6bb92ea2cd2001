"""What a factor is equal to, and which argument a difference is a multiple of: for public cases."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.model.exercise import Case

_CLOSE = 1e-9

# How a quantity q enters a formula, the simplest first.
_FORMS: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("{q}", lambda q: q),
    ("1 / {q}", lambda q: 1 / q),
    ("-{q}", lambda q: -q),
    ("2 * {q}", lambda q: 2 * q),
    ("{q} / 2", lambda q: q / 2),
    ("1 / (2 * {q})", lambda q: 1 / (2 * q)),
    ("1 - {q}", lambda q: 1 - q),
    ("1 / (1 - {q})", lambda q: 1 / (1 - q)),
    ("{q} squared", lambda q: q * q),
    ("the square root of {q}", lambda q: math.sqrt(q)),
    ("1 / the square root of {q}", lambda q: 1 / math.sqrt(q)),
    ("({q} - 1) / {q}", lambda q: (q - 1) / q),
    ("{q} / ({q} - 1)", lambda q: q / (q - 1)),
)


def what_it_is(factor: float, case: Case) -> str:
    """ ", which is 1 / 5, where 5 is the number of columns of `X`": the simplest way to say so.

    Empty where the factor speaks for itself, or equals nothing that the arguments hold.
    """
    if abs(factor - round(factor)) < _CLOSE * abs(factor) and abs(factor) <= 2:
        return ""
    quantities = dict(_quantities(dict(case.call.arguments)))
    for form, value in _FORMS:
        for name, q in quantities.items():
            if _equals(factor, value, q):
                number = f"{q:g}"
                said = form.format(q=number)
                return (
                    f", which is {said}, where {number} is {name}"
                    if said != number
                    else (f", which is {name}")
                )
    return ""


def _equals(factor: float, value: Callable[[float], float], q: float) -> bool:
    try:
        return math.isclose(factor, value(q), rel_tol=_CLOSE)
    except (ZeroDivisionError, ValueError, OverflowError):
        return False


def _quantities(arguments: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Numbers among the arguments by name, then the sizes of arrays; later ones of no new value
    are told by the first name alone."""
    for name, value in arguments.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield f"`{name}`", float(value)
    for name, array in named_arrays(arguments):
        if array.ndim == 2:
            yield f"the number of columns of `{name}`", float(array.shape[1])
            yield f"the number of rows of `{name}`", float(array.shape[0])
        elif array.ndim == 1:
            yield f"the length of `{name}`", float(array.size)


def named_arrays(value: Any, name: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """The real arrays of the arguments, under the key by which each is found."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from named_arrays(item, str(key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from named_arrays(item, name)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        yield name, value
