"""What a wrong function gives on all of its cases, as a hash: equal for functions wrong in the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from grader.diagnosis.edits.fingerprint import fingerprint
from grader.model.exercise import Case
from grader.model.outcome import Ending, Outcome

_DIGITS = 6
"""Rounding noise is far below, and what two mistakes give far above."""


def behaviour_of(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> str:
    """Return the hash; an exception counts by its type, since its message holds names of variables."""
    parts = []
    for case in sorted(cases, key=lambda case: case.name):
        outcome = outcomes.get(case.name)
        if outcome is None:
            parts.append("none")
        elif outcome.ending is Ending.RETURNED:
            text, total, size, count = fingerprint(outcome.value)
            parts.append(f"{text} {_rounded(total, size)} {_rounded(size, size)} {count}")
        else:
            parts.append(f"{outcome.ending} {outcome.raised.type if outcome.raised else ''}")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _rounded(total: float, size: float) -> str:
    """The sum, to some digits of the sizes that it is a sum of."""
    if size == 0:
        return "0"
    return f"{round(total / size, _DIGITS) + 0.0:.{_DIGITS}f} {size:.{_DIGITS - 1}e}"
