"""Says what explains a function's wrong results. From evidence, or not at all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from grader.compare import compare
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


def find_reason(
    cases: Sequence[Case],
    outcomes: Mapping[str, Outcome],
    suspects: Iterable[Mistake],
    form: str,
) -> Mistake | Relation | None:
    """Return what explains all wrong results of one function, else None.

    A known mistake comes first, then other random numbers, then a relation, then two mistakes at
    once. ``suspects`` come in this order, and are not asked for further than needed.
    """
    if _only_shares(cases, outcomes, form):
        return find_relation(cases, outcomes, form)
    if not _has_evidence(cases, outcomes, form):
        return None
    returned = any(o.ending is Ending.RETURNED for c in cases if (o := outcomes.get(c.name)))
    for reason, group in itertools.groupby(suspects, key=lambda suspect: suspect.reason):
        if reason is not Reason.KNOWN and not returned:
            return None
        if reason is Reason.PAIR:
            relation = find_relation(cases, outcomes, form)
            if relation is not None or _size_of_wrong(cases, outcomes, form) < _ENOUGH_FOR_TWO:
                return relation
        agreeing = [s for s in group if explains(s, cases, outcomes)]
        ids = {suspect.id for suspect in agreeing}
        if len(ids) == 1:
            return agreeing[0]
        if ids:  # nothing tells them apart
            break
    return find_relation(cases, outcomes, form)


def _only_shares(cases: Sequence[Case], outcomes: Mapping[str, Outcome], form: str) -> bool:
    """Whether every value is right, so that no other values can be the reason."""
    return all(
        (outcome := outcomes.get(case.name)) is not None
        and outcome.ending is Ending.RETURNED
        and compare(case.expected[form], outcome.value, case.tolerance) is None
        for case in cases
    )


def _has_evidence(cases: Sequence[Case], outcomes: Mapping[str, Outcome], form: str) -> bool:
    """Whether a value is wrong, or an error raised. That a property does not hold has many causes."""
    for case in cases:
        outcome = outcomes.get(case.name)
        if outcome is not None and (outcome.raised or not case.is_property):
            returned = outcome.ending is Ending.RETURNED
            if not returned or compare(case.expected[form], outcome.value, case.tolerance):
                return True
    return False


def explains(suspect: Mistake, cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> bool:
    """Whether the suspect's results equal the student's on *every* case.

    The student's function is known to be wrong on at least one of them, so a suspect that agrees
    everywhere differs from the reference there. What raises everywhere is no evidence of a pair.
    """
    if suspect.reason is not Reason.KNOWN and not suspect.answers:
        return False
    # Where it returns a wrong value, that is the evidence, whatever is raised elsewhere.
    wrong = any(
        compare(c.expected[suspect.alternative], suspect.answers[c.name], c.tolerance) is not None
        for c in cases
        if c.name in suspect.answers
    )
    asked = [c for c in cases if not c.is_property or suspect.reason is not Reason.CHANCE]
    return all(_agrees(suspect, case, outcomes, wrong) for case in asked)


def _agrees(suspect: Mistake, case: Case, outcomes: Mapping[str, Outcome], any_error: bool) -> bool:
    outcome = outcomes.get(case.name)
    if outcome is None:
        return False
    if case.name not in suspect.answers:
        raised = outcome.raised
        return raised is not None and (any_error or not _is_a_slip(raised))
    if outcome.ending is not Ending.RETURNED:
        return False
    return compare(suspect.answers[case.name], outcome.value, case.tolerance) is None


def _is_a_slip(raised: Raised) -> bool:
    """Whether it says that code is not there, or that a call is misspelt: no misconception."""
    return raised.type in _NOTHING_THERE or (
        raised.type == "TypeError" and _MISSPELT.search(raised.message[:400]) is not None
    )


def _size_of_wrong(cases: Sequence[Case], outcomes: Mapping[str, Outcome], form: str) -> int:
    """How many numbers the wrong results hold."""
    total = 0
    for case in cases:
        outcome = outcomes.get(case.name)
        if (
            outcome is not None
            and outcome.ending is Ending.RETURNED
            and compare(case.expected[form], outcome.value, case.tolerance) is not None
        ):
            total += _numbers(outcome.value)
    return total


def _numbers(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(map(_numbers, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_numbers, value))
    return value.size if isinstance(value, np.ndarray) else 1
