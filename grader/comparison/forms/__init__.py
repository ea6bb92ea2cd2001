"""Canonical forms: what of a result does not count, such as the sign of an eigenvector.

An actual value is aligned with the expected one before the two are compared: of all values that are
as good as the actual one, it becomes the one that is nearest to the expected one. The expected value
stays as it is, so tolerances, relations and known mistakes mean what they always do.

A form is one subclass of `Form` in a module here, and its entry in `FORMS`. Authors name it:
``form="up_to_sign"``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.comparison.forms.as_array import AsArray
from grader.comparison.forms.form import Align, Form
from grader.comparison.forms.order import AnyColumnOrder, AnyOrder
from grader.comparison.forms.sign import UpToOneSign, UpToSign
from grader.comparison.forms.span import SameSpan
from grader.model.exercise import PartForms, Path, Tolerance
from grader.values import Difference, Place, Rung, at, first_difference, with_part

FORMS: Mapping[str, Form] = {
    "any_order": AnyOrder(),
    "any_column_order": AnyColumnOrder(),
    "as_array": AsArray(),
    "same_span": SameSpan(),
    "up_to_one_sign": UpToOneSign(),
    "up_to_sign": UpToSign(),
}


def aligned(expected: Any, actual: Any, tolerance: Tolerance) -> Any:
    """Return ``actual`` in the form that is nearest to ``expected``; both may be anything.

    A part that ``actual`` does not have, or that is not built like the expected one, stays as it is:
    the comparison says so.
    """
    for part in tolerance.forms:
        try:
            own, wanted = at(actual, part.path), at(expected, part.path)
            nearest = _align(wanted, own, part.names, tolerance.of_numbers)
            actual = with_part(actual, part.path, nearest)
        except LookupError:
            continue
    return actual


def _align(expected: Any, actual: Any, names: Sequence[str], tolerance: Tolerance) -> Any:
    for place, name in enumerate(names):
        rest = _aligner(names[place + 1 :], tolerance)
        actual = FORMS[name].align(expected, actual, tolerance, rest)
    return actual


def _aligner(names: Sequence[str], tolerance: Tolerance) -> Align | None:
    """What these forms do to parts of a value; None where there are none."""
    return (lambda e, a: _align(e, a, names, tolerance)) if names else None


def misplaced(expected: Any, part: PartForms) -> str | None:
    """Why these forms cannot be asked of an expected value; None where they can."""
    try:
        wanted = at(expected, part.path)
    except LookupError:
        return f"the result has no part {_place(part.path)}"
    for name in part.names:
        if (needed := FORMS[name].misfit(wanted)) is not None:
            return f"{name} is for {needed}"
    return None


def explained(
    difference: Difference, expected: Any, actual: Any, tolerance: Tolerance
) -> Difference:
    """The difference between two aligned values, with what its reader must know of the forms."""
    if difference.rung is not Rung.VALUES:
        return difference
    return Difference(
        difference.rung, lambda: _with_words(difference.text, expected, actual, tolerance)
    )


def _with_words(text: str, expected: Any, actual: Any, tolerance: Tolerance) -> str:
    numbers = tolerance.of_numbers
    for part in tolerance.forms:
        place = _place(part.path)
        try:
            wrong = first_difference(at(expected, part.path), at(actual, part.path), numbers, place)
        except LookupError:
            continue
        if wrong is not None and wrong.text == text:  # it is the first, and in this part
            for name in part.names:
                text = FORMS[name].words(text, place.called)
            break
    return text


def hides_numbers(tolerance: Tolerance) -> bool:
    """Whether an aligned value says nothing to the student who returned another one."""
    return any(FORMS[name].hides_numbers for part in tolerance.forms for name in part.names)


def _place(path: Path) -> Place:
    place = Place("")
    for key in path:
        place = place.part(key)
    return place


__all__ = ["FORMS", "Form", "aligned", "explained", "hides_numbers", "misplaced"]
