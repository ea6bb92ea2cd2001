"""Relations between what stands where: right values under the wrong name, or in every place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.diagnosis.evidence import Wrong

_NUMBERED = re.compile(r"(\D*)(\d+)")


def neighbour(wrong: Wrong) -> str | None:
    """Every layer's value stands under the next or the previous layer's name."""
    expected, actual = wrong.expected, wrong.actual
    if not isinstance(expected, Mapping) or not isinstance(actual, Mapping):
        return None
    for step in (1, -1):
        met = 0
        for key, value in actual.items():
            found = _NUMBERED.fullmatch(str(key))
            source = f"{found[1]}{int(found[2]) + step}" if found else None
            if source in expected:
                if not agrees(expected[source], value, wrong.tolerance):
                    break
                met += 1
        else:
            if met >= 2:
                return ""
    return None


def repeated(wrong: Wrong) -> str | None:
    """Every wrong part stands in a list of arrays that all hold what is right for the last one."""
    parts, tolerance = wrong.parts or (), wrong.tolerance
    explained = 0
    for e, a in _lists(wrong.expected, wrong.actual):
        arrays = all(isinstance(item, np.ndarray) and item.size > 1 for item in e)
        if arrays and all(agrees(e[-1], item, tolerance) for item in a):
            pairs = zip(e, a, strict=True)
            explained += sum(not agrees(one, other, tolerance) for one, other in pairs)
    return "" if parts and explained == len(parts) else None


def _lists(expected: Any, actual: Any) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """The lists of equal length, of two items at least, that stand in both at the same place."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key in expected:
            if key in actual:
                yield from _lists(expected[key], actual[key])
    elif (
        isinstance(expected, (list, tuple))
        and isinstance(actual, (list, tuple))
        and len(expected) == len(actual) > 1
    ):
        yield expected, actual
        for e, a in zip(expected, actual, strict=True):
            yield from _lists(e, a)
