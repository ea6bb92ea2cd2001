"""Whether a hidden answer is handed to student code: as an input of another case.

A child meets the inputs of one case after the other, and a function can keep what it was given. A
backward pass's cache, say, must not be the very result that a forward pass is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.model.exercise import Case, Exercise, Visibility
from grader.values import arrays
from grader.verify.checks import Check, listed

_TELLING = 3
"""An array with fewer different numbers can be the same by chance: zeros, a mask."""


def check_leaks(exercise: Exercise) -> Iterator[Check]:
    """Yield a check per hidden case whose answer stands in another's inputs, else one for all."""
    given = {case.name: frozenset(_telling(case.call.arguments)) for case in exercise.cases}
    found = []
    for case in exercise.cases:
        if case.visibility is Visibility.PUBLIC:
            continue
        answers = {part for value in case.expected.values() for part in _telling(value)}
        others = _holders(case, answers - given[case.name], given)
        if others:
            detail = f"its answer, or a part of it, is handed over as input of {listed(others)}"
            found.append(Check(exercise.id, "leak", case.name, False, detail))
    detail = "no hidden answer is another case's input"
    yield from found or [Check(exercise.id, "leak", "all cases", True, detail)]


def _holders(
    case: Case, answers: set[tuple[Any, ...]], given: Mapping[str, frozenset[tuple[Any, ...]]]
) -> list[str]:
    return [name for name, parts in given.items() if name != case.name and answers & parts]


def _telling(value: Any) -> Iterator[tuple[Any, ...]]:
    """The shape and bytes of every array in it that is not the same as others by chance."""
    for node in arrays(value, "fc"):
        if np.unique(node.value).size >= _TELLING:
            yield node.value.shape, node.value.astype(complex).tobytes()
