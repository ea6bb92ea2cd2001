"""Judges one actual value against the expected one: a ladder that stops at the first difference.

    missing -> type -> structure (keys, length) -> shape -> dtype kind -> finite -> values

Shape comes before values, so nothing broadcasts to a pass. Tolerance scales with the *expected*
side. What a fair marker accepts is accepted: a Python float, ``np.float64`` or 0-d array for a
number; bool, 0/1 ints or 0.0/1.0 for a mask; a list where a tuple was meant, and the reverse.
`grader.values.types` holds the rules of each type.
"""

from __future__ import annotations

from typing import Any

from grader.model.exercise import Case, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.values import Difference, Rung, at, differs, nodes, same_bits, type_of
from grader.values.numbers import place_of_key


def compare(expected: Any, actual: Any, tolerance: Tolerance, place: str = "") -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    ``place`` is how Python finds the value inside the result (`["W1"]`, `[2][0]`), "" for the
    whole of it. Never raises for any value that the wire format can carry.
    """
    if same_bits(expected, actual):
        return None
    kind = type_of(expected)
    if actual is None:
        return differs(Rung.MISSING, place, "is None", kind.describe(expected))
    misfit = kind.misfit(expected, actual, place)
    if misfit is not None:
        return misfit
    if not kind.container:
        return kind.difference(expected, actual, tolerance, place)
    for key, part in kind.parts(expected):
        difference = compare(part, actual[key], tolerance, place + place_of_key(key))
        if difference is not None:
            return difference
    return None


def agrees(expected: Any, actual: Any, tolerance: Tolerance) -> bool:
    """Whether ``actual`` is right."""
    return compare(expected, actual, tolerance) is None


def difference_of(case: Case, form: str, outcome: Outcome) -> Difference | None:
    """The first difference of a call's result from the value of an accepted form.

    None where it is right, and where nothing was returned.
    """
    if outcome.ending is not Ending.RETURNED:
        return None
    return compare(case.expected[form], outcome.value, case.tolerance)


def extra_keys(expected: Any, actual: Any) -> tuple[str, ...]:
    """Keys that a student's dictionaries have beyond the expected ones: reported, not punished."""
    extra: list[str] = []
    for node in nodes(expected):
        try:
            counterpart = at(actual, node.path)
        except LookupError:
            continue
        if type_of(counterpart) is type_of(node.value):
            extra += map(str, type_of(node.value).surplus(node.value, counterpart))
    return tuple(extra)
