"""Says what explains a function's wrong results. From evidence, or not at all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from grader.compare import agrees
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.relations import Relation, find_relation
from grader.model.exercise import Case, Mistake, Reason
from grader.model.outcome import Ending, Outcome, Raised

_ENOUGH_FOR_TWO = 3
"""Numbers that must differ before two mistakes at once are believed: one fits many pairs."""

# What is raised where code was not written, or not found: no way to do it wrong.
_NOTHING_THERE = frozenset(
    {"NotImplementedError", "NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"}
)
_MISSPELT = re.compile(r"unexpected keyword argument|required positional|positional arguments? but")


def find_reason(evidence: Evidence, suspects: Iterable[Mistake]) -> Mistake | Relation | None:
    """Return what explains all wrong results of one function, else None.

    A known mistake comes first, then other random numbers, then a relation, then two mistakes at
    once. ``suspects`` come in this order, and are not asked for further than needed.
    """
    cases = evidence.cases
    if all(evidence.returned(case) and not evidence.differs(case) for case in cases):
        return find_relation(evidence)  # no other values can be the reason
    if not _is_any(evidence):
        return None
    returned = any(map(evidence.returned, cases))
    for reason, group in itertools.groupby(suspects, key=lambda suspect: suspect.reason):
        if reason is not Reason.KNOWN and not returned:
            return None
        if reason is Reason.PAIR:
            relation = find_relation(evidence)
            if relation is not None or _size_of_wrong(evidence) < _ENOUGH_FOR_TWO:
                return relation
        agreeing = [s for s in group if explains(s, cases, evidence.outcomes)]
        ids = {suspect.id for suspect in agreeing}
        if len(ids) == 1:
            return agreeing[0]
        if ids:  # nothing tells them apart
            break
    return find_relation(evidence)


def _is_any(evidence: Evidence) -> bool:
    """Whether a value is wrong, or an error raised. That a property does not hold has many causes."""
    for case in evidence.cases:
        outcome = evidence.outcomes.get(case.name)
        asked = outcome is not None and (outcome.raised or not case.is_property)
        if asked and (not evidence.returned(case) or evidence.differs(case)):
            return True
    return False


def explains(suspect: Mistake, cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> bool:
    """Whether the suspect's results equal the student's on *every* case.

    The student's function is known to be wrong on at least one of them, so a suspect that agrees
    everywhere differs from the reference there. What raises everywhere is no evidence of a pair.
    """
    if suspect.reason is not Reason.KNOWN and not suspect.answers:
        return False
    asked = [c for c in cases if not c.is_property or suspect.reason is not Reason.CHANCE]
    for case in asked:
        outcome = outcomes.get(case.name)
        if outcome is None:
            return False
        if case.name in suspect.answers:
            answer = suspect.answers[case.name]
            if outcome.ending is not Ending.RETURNED or not agrees(
                answer, outcome.value, case.tolerance
            ):
                return False
        elif outcome.raised is None or (
            _is_a_slip(outcome.raised) and not _returns_wrong(suspect, cases)
        ):
            return False
    return True


def _returns_wrong(suspect: Mistake, cases: Sequence[Case]) -> bool:
    """Whether it returns a wrong value: that is the evidence, whatever is raised elsewhere."""
    return any(
        not agrees(c.expected[suspect.alternative], suspect.answers[c.name], c.tolerance)
        for c in cases
        if c.name in suspect.answers
    )


def _is_a_slip(raised: Raised) -> bool:
    """Whether it says that code is not there, or that a call is misspelt: no misconception."""
    return raised.type in _NOTHING_THERE or (
        raised.type == "TypeError" and _MISSPELT.search(raised.message[:400]) is not None
    )


def _size_of_wrong(evidence: Evidence) -> int:
    """How many numbers the wrong results hold."""
    wrong = (case for case in evidence.cases if evidence.differs(case))
    return sum(_numbers(evidence.outcomes[case.name].value) for case in wrong)


def _numbers(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(map(_numbers, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_numbers, value))
    return value.size if isinstance(value, np.ndarray) else 1
