"""What somebody returns who computes nothing: an argument as it came, or one and the same value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.model.exercise import Case, Mistake, Reason

_CONSTANTS: Mapping[str, Any] = {"0": 0.0, "1": 1.0, "an empty dictionary": {}, "an empty list": []}


def trivial_answers(function: str, cases: Sequence[Case]) -> Iterator[Mistake]:
    """Yield every trivial answer that a function can give to its cases."""
    called = [case for case in cases if not case.is_property]
    names = dict.fromkeys(name for case in called for name in case.call.arguments)
    makers: dict[str, Callable[[Case], Any]] = {
        name: lambda case, value=value: value for name, value in _CONSTANTS.items()
    }
    for fill in (0.0, 1.0):
        makers[f"{fill:g} everywhere"] = lambda case, fill=fill: filled(
            case.expected["reference"], fill
        )
    for name in names:
        makers[name] = lambda case, name=name: case.call.arguments[name]
    for text, make in makers.items():
        answers = {c.name: make(c) for c in called if text not in names or text in c.call.arguments}
        yield Mistake(function, text, "", answers, reason=Reason.TRIVIAL)


def filled(value: Any, fill: float) -> Any:
    """A value built alike, with every number replaced by ``fill``."""
    if isinstance(value, Mapping):
        return {key: filled(item, fill) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(filled(item, fill) for item in value)
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biufc":
        return np.full(np.shape(value), fill) if np.ndim(value) else fill
    return fill if isinstance(value, (int, float)) else value
