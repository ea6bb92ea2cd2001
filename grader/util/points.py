"""Exact arithmetic on points: reports hold rounded numbers, sums are made of fractions."""

from __future__ import annotations

from fractions import Fraction

Points = int | float


def exact(points: Points) -> Fraction:
    """Return the decimal number that a report shows, without the error of its binary form."""
    return Fraction(str(points))


def rounded(points: Fraction) -> Points:
    """Return points as reports hold them: an integer where possible, otherwise six decimals."""
    if points.denominator == 1:
        return points.numerator
    number = round(float(points), 6)
    return int(number) if number.is_integer() else number
