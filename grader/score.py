"""Points: which accepted form a function is judged by, and what its cases add up to. Exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model.exercise import Case, Function
from grader.model.result import PRECEDENCE, CaseResult, FunctionResult, Status


def choose_alternative(
    function: Function, cases: Sequence[Case], is_right: Callable[[Case, str], bool]
) -> str:
    """Return the one accepted form, for all cases of the function, that earns most.

    ``is_right`` says whether a case's outcome equals that form's value. The first declared wins
    a tie, so that the choice depends on nothing else.
    """

    def earned(alternative: str) -> Fraction:
        passed = (case.points for case in cases if is_right(case, alternative))
        return sum(passed, Fraction(0))

    return max(function.alternatives, key=earned)  # max keeps the first of equals


def withhold(function: Function, cases: Sequence[CaseResult]) -> list[CaseResult]:
    """Take the points back where cases count only together and one of them did not pass."""
    if function.together and any(case.status is not Status.PASSED for case in cases):
        return [replace(case, points=Fraction(0)) for case in cases]
    return list(cases)


def score_function(
    function: Function, cases: Sequence[CaseResult], alternative: str
) -> FunctionResult:
    """Add up one function's cases. Its status is the first in precedence that a case has."""
    found = {case.status for case in cases}
    status = next((s for s in PRECEDENCE if s in found), Status.SKIPPED)
    return FunctionResult(
        name=function.name,
        status=status,
        score=sum((case.points for case in cases), Fraction(0)),
        max_score=sum((case.max_points for case in cases), Fraction(0)),
        alternative=alternative if alternative != "reference" and status is Status.PASSED else None,
    )
