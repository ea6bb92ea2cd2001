"""What a wrong function gives on all of its cases, as a hash: equal for functions wrong in the same way.

A second hash follows a dash. It is equal for functions whose results are equal up to one factor, a
sign, a transposition or another shape; it is left out where a few numbers could agree by chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from grader.diagnosis.evidence import is_real
from grader.diagnosis.fingerprint import fingerprint
from grader.model.exercise import Case
from grader.model.outcome import Ending, Outcome
from grader.values import leaves

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
            text, total, size, count, _ = fingerprint(outcome.value)
            parts.append(f"{text} {_rounded(total, size)} {_rounded(size, size)} {count}")
        else:
            parts.append(f"{outcome.ending} {outcome.raised.type if outcome.raised else ''}")
    related = _up_to_relations(cases, outcomes)
    own = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return f"{own}-{related}" if related else own


_FEWEST = 6
"""Numbers that differ in size, below which results may be related by chance."""


def _up_to_relations(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> str:
    """The hash of the sizes of all numbers, in order, beside the largest of all cases."""
    sizes, words = [], []
    for case in sorted(cases, key=lambda case: case.name):
        outcome = outcomes.get(case.name)
        if outcome is None or outcome.ending is not Ending.RETURNED:
            raised = outcome.raised if outcome is not None else None
            words.append(f"{outcome and outcome.ending} {raised.type if raised else ''}")
            continue
        numbers = [leaf.value for leaf in leaves(outcome.value) if is_real(leaf.value)]
        flat = [np.abs(np.asarray(number, float)).ravel() for number in numbers]
        sizes.append(np.sort(np.concatenate(flat)) if flat else np.zeros(0))
        words.append(str(sizes[-1].size))
    every = np.concatenate(sizes) if sizes else np.zeros(0)
    largest = every.max() if every.size else 0.0
    if not np.isfinite(every).all() or not largest:
        return ""
    if np.unique(np.round(every / largest, _DIGITS)).size < _FEWEST:
        return ""
    for part in sizes:
        _, total, size, *_ = fingerprint(part / largest)
        words.append(_rounded(total, size))
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]


def _rounded(total: float, size: float) -> str:
    """The sum, to some digits of the sizes that it is a sum of."""
    if size == 0:
        return "0"
    return f"{round(total / size, _DIGITS) + 0.0:.{_DIGITS}f} {size:.{_DIGITS - 1}e}"
