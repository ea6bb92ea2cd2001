"""Verdicts on wrong results that were met before: who returns the same to the bit gets the same.

In a large class many make one and the same mistake. What is wrong with its results, and why, is
then found once. Only values decide such a verdict: where a call raised, the student's own lines
are quoted, and nothing is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from grader import wire
from grader.model.exercise import Case
from grader.model.outcome import Ending, Outcome
from grader.model.result import CaseResult, FunctionResult

Verdict = tuple[FunctionResult, Sequence[CaseResult]]

MOST = 1000
_LARGEST = 1 << 14  # bytes of a value; larger ones are few


class Seen:
    """The verdicts of one exercise, by function and by what came back; the latest are kept."""

    def __init__(self) -> None:
        self._verdicts: OrderedDict[Hashable, Verdict] = OrderedDict()

    def get(self, key: Hashable) -> Verdict | None:
        found = self._verdicts.get(key)
        if found is not None:
            self._verdicts.move_to_end(key)
        return found

    def put(self, key: Hashable, verdict: Verdict) -> None:
        self._verdicts[key] = verdict
        if len(self._verdicts) > MOST:
            self._verdicts.popitem(last=False)


def key_of(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> Hashable | None:
    """All that a verdict on returned values depends on; None where not every case returned."""
    parts: list[Hashable] = []
    for case in cases:
        outcome = outcomes.get(case.name)
        if outcome is None or outcome.ending is not Ending.RETURNED or not is_small(outcome.value):
            return None
        parts += (case.name, outcome.shared_arguments, _bits(outcome.value))
    return tuple(parts)


def _bits(value: Any) -> Hashable:
    """Equal for values of the same types, to the bit."""
    kind = type(value)
    if kind is np.ndarray:
        return value.dtype.str, value.shape, value.tobytes()
    if kind is tuple or kind is list:
        return kind, tuple(map(_bits, value))
    if kind is dict:
        return kind, tuple((key, _bits(item)) for key, item in value.items())
    return wire.encode(value)


def is_small(value: Any) -> bool:
    """Whether a thousand of such values may be held for the whole of a class."""
    return _size(value) <= _LARGEST


def _size(value: Any) -> int:
    kind = type(value)
    if kind is np.ndarray:
        return int(value.nbytes)
    if kind is tuple or kind is list:
        return sum(map(_size, value)) + len(value)
    if kind is dict:
        return sum(map(_size, value.values())) + len(value)
    return len(value) if kind is str or kind is bytes else 1
