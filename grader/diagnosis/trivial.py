"""What somebody returns who computes nothing: an argument as it came, or one and the same value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.model.exercise import Case, Mistake, Reason

_CONSTANTS: Mapping[str, Any] = {"0": 0.0, "1": 1.0, "an empty dictionary": {}, "an empty list": []}


def trivial_answers(function: str, cases: Sequence[Case]) -> Iterator[Mistake]:
    """Yield every trivial answer that a function can give to its cases."""
    called = [case for case in cases if not case.is_property]
    for name, value in _CONSTANTS.items():
        yield _trivial(function, name, {case.name: value for case in called})
    for fill in (0.0, 1.0):
        answers = {case.name: filled(case.expected["reference"], fill) for case in called}
        yield _trivial(function, f"{fill:g} everywhere", answers)
    for name in dict.fromkeys(name for case in called for name in case.call.arguments):
        given = ((case.name, case.call.arguments) for case in called)
        answers = {case: arguments[name] for case, arguments in given if name in arguments}
        yield _trivial(function, name, answers)


def _trivial(function: str, name: str, answers: Mapping[str, Any]) -> Mistake:
    return Mistake(function, name, "", answers, reason=Reason.TRIVIAL)


def filled(value: Any, fill: float) -> Any:
    """A value built alike, with every number replaced by ``fill``."""
    if isinstance(value, Mapping):
        return {key: filled(item, fill) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(filled(item, fill) for item in value)
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biufc":
        return np.full(np.shape(value), fill) if np.ndim(value) else fill
    return fill if isinstance(value, (int, float)) else value
