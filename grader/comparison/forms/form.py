"""What a canonical form is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from grader.model.exercise import Tolerance
from grader.util.language import gettext

Align = Callable[[Any, Any], Any]
"""Brings an actual value into the form nearest to an expected one: (expected, actual) -> actual."""


class Form:
    """One thing that does not count when two values are compared. It keeps nothing.

    note           what students read below a difference
    hides_numbers  whether the aligned value has other numbers than the student's, so that to show
                   them would confuse
    """

    note: ClassVar[str] = ""
    hides_numbers: ClassVar[bool] = False

    def misfit(self, expected: Any) -> str | None:
        """What the form is for, in words, where ``expected`` is no such value."""
        return None

    def align(self, expected: Any, actual: Any, tolerance: Tolerance, rest: Align | None) -> Any:
        """Return what is as good as ``actual`` and nearest to ``expected``.

        ``actual`` may be any value that a student's function can return; where it is not built like
        ``expected`` it is returned as it is. ``rest`` aligns parts by the forms that follow this one,
        and is None where there are none.
        """
        raise NotImplementedError

    def words(self, text: str, place: str) -> str:
        """The sentence about a difference in the values of ``place``, for students."""
        return f"{text} {gettext(self.note)}" if self.note else text


def numbers_alike(expected: Any, actual: Any) -> bool:
    """Whether both are arrays of numbers with one shape, or both are numbers."""
    return _is_numeric(expected) and _is_numeric(actual) and np.shape(expected) == np.shape(actual)


def _is_numeric(value: Any) -> bool:
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "biufc"
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, (float, complex))
