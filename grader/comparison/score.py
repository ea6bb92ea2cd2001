"""Points: what a function's cases add up to. Exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model.exercise import Function
from grader.model.result import CaseResult, FunctionResult, Status


def total(points: Iterable[Fraction]) -> Fraction:
    """The exact sum."""
    return sum(points, Fraction(0))


def withhold(function: Function, cases: Sequence[CaseResult]) -> list[CaseResult]:
    """Take the points back where cases count only together and one of them did not pass."""
    if function.all_or_nothing and not all(case.status.is_right for case in cases):
        return [replace(case, points=Fraction(0)) for case in cases]
    return list(cases)


def score_function(function: Function, cases: Sequence[CaseResult], form: str) -> FunctionResult:
    """Add up one function's cases; its status is the gravest of theirs."""
    status = Status.gravest([case.status for case in cases])
    return FunctionResult(
        name=function.name,
        status=status,
        score=total([case.points for case in cases]),
        max_score=total([case.max_points for case in cases]),
        accepted_form=form if form != "reference" and status.is_right else None,
    )
