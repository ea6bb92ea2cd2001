"""Points: which accepted form a function is judged by, and what its cases add up to. Exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model.exercise import Case, Function
from grader.model.result import CaseResult, FunctionResult, Status

RIGHT = 100


def total(points: Iterable[Fraction]) -> Fraction:
    """The exact sum. Most points are whole, and fractions take long to add."""
    every = list(points)
    if all(each.denominator == 1 for each in every):
        return Fraction(sum(each.numerator for each in every))
    return sum(every, Fraction(0))


def choose_form(
    function: Function, cases: Sequence[Case], nearness: Callable[[Case, str], int]
) -> str:
    """Return the one accepted form, for all cases of the function, that earns most.

    ``nearness`` says how far up the ladder of comparison a case's outcome comes in that form,
    `RIGHT` where it equals it. It settles ties, so that a wrong result is told of in the form
    that was meant; after it the first declared wins, and nothing else plays a part.
    """

    if len(function.accepted_forms) == 1:
        return function.accepted_forms[0]
    best, most = "", (Fraction(-1), 0)
    for form in function.accepted_forms:
        near = [nearness(case, form) for case in cases]
        if all(each == RIGHT for each in near):
            return form  # none can earn more
        earned = total(c.points for c, each in zip(cases, near, strict=True) if each == RIGHT)
        if (earned, sum(near)) > most:  # the first of equals
            best, most = form, (earned, sum(near))
    return best


def withhold(function: Function, cases: Sequence[CaseResult]) -> list[CaseResult]:
    """Take the points back where cases count only together and one of them did not pass."""
    if function.all_or_nothing and not all(case.status.is_right for case in cases):
        return [replace(case, points=Fraction(0)) for case in cases]
    return list(cases)


def score_function(function: Function, cases: Sequence[CaseResult], form: str) -> FunctionResult:
    """Add up one function's cases. Its status is the first in precedence that a case has."""
    status = Status.gravest(case.status for case in cases)
    return FunctionResult(
        name=function.name,
        status=status,
        score=total(case.points for case in cases),
        max_score=total(case.max_points for case in cases),
        accepted_form=form if form != "reference" and status.is_right else None,
    )
