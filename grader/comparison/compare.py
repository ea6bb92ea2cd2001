"""Judges one actual value against the expected one: a ladder that stops at the first difference.

    missing -> type -> structure (keys, length) -> shape -> dtype kind -> finite -> values

Shape comes before values, so nothing broadcasts to a pass. Tolerance scales with the *expected*
side. What a fair marker accepts is accepted: a Python float, ``np.float64`` or 0-d array for a
number; bool, 0/1 ints or 0.0/1.0 for a mask; a list where a tuple was meant, and the reverse.
`grader.values.types` holds the rules of each type, `grader.comparison.forms` what does not count.
"""

from __future__ import annotations

from typing import Any

from grader.comparison.forms import aligned, explained
from grader.model.exercise import Case, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.values import Difference, first_difference


def compare(expected: Any, actual: Any, tolerance: Tolerance) -> Difference | None:
    """Return the first difference between the two, or None when ``actual`` is right.

    Never raises for any value that the wire format can carry.
    """
    if not tolerance.forms:
        return first_difference(expected, actual, tolerance)
    actual = aligned(expected, actual, tolerance)
    difference = first_difference(expected, actual, tolerance.of_numbers)
    return difference and explained(difference, expected, actual, tolerance)


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
