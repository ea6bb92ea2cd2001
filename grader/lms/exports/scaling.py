"""Scores in the points of a platform's column: ours are worth what the exercise says, theirs what they set there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

Number = int | float
# Some platforms write 1.234,50 and others 1,234.50. 1,234 may be either, so it is no number here.
_NUMBER = re.compile(
    r"\s*([0-9]{1,9}|[0-9]{1,3}(?:[., '\u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,9}))?\s*"
)

_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def points_in(cell: str) -> Fraction | None:
    """The number of a cell, whatever its country's signs; None where it holds none."""
    match = _NUMBER.fullmatch(cell)
    if match is None or _EITHER.fullmatch(cell.strip()):
        return None
    whole = re.sub(r"\D", "", match[1])
    return Fraction(f"{whole}.{match[2] or 0}")


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``ours``, what an exercise is worth, to ``theirs``, what a column is worth."""

    ours: Fraction
    theirs: Fraction

    @classmethod
    def between(cls, ours: Number, theirs: Number | Fraction | None) -> Scale:
        """``theirs`` None: the same as ours."""
        own = Fraction(str(ours))
        return cls(own, own if theirs is None else Fraction(str(theirs)))

    @property
    def changes(self) -> bool:
        """Whether a score is another number there."""
        return self.ours != self.theirs

    def of(self, score: Number) -> Number:
        """The score in their points; exactly, as far as six decimals go."""
        value = Fraction(str(score))
        if self.changes and self.ours:
            value = value * self.theirs / self.ours
        if value.denominator == 1:
            return value.numerator
        return round(float(value), 6)
