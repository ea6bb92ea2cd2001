"""Points: what a function's cases add up to. Exact fractions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model.exercise import Case, Function
from grader.model.observation import RESULT
from grader.model.result import CaseResult, FunctionResult, Status, counts_with_others
from grader.values import RaisedException, Unjudged, WrittenText, leaves


def total(points: Iterable[Fraction]) -> Fraction:
    """The exact sum."""
    return sum(points, Fraction(0))


def withhold(function: Function, cases: Sequence[CaseResult]) -> list[CaseResult]:
    """Take the points back where cases count only together and one of them did not pass.

    A bonus case counts with all others, and no other one with it.
    """
    if not function.all_or_nothing or all(case.status.is_right for case in cases):
        return list(cases)
    regular = all(case.status.is_right for case in cases if not case.bonus)
    return [
        case if regular and not case.bonus else replace(case, points=Fraction(0)) for case in cases
    ]


def refusals(cases: Sequence[Case]) -> frozenset[str]:
    """The names of the cases in which nothing is right but exceptions, or the end of a program.

    A function that always raises, or a program that only ends, would pass them.
    """
    return frozenset(
        case.name for case in cases if case.expected and (_only_raises(case) or _only_ends(case))
    )


def _only_ends(case: Case) -> bool:
    """Whether a program does nothing that can be seen but to end with its exit code."""
    if not case.call.is_program:
        return False
    seen = dict(next(iter(case.expected.values())))
    seen.pop(RESULT, None)
    return all(
        not (value.lines if isinstance(value, WrittenText) else value) for value in seen.values()
    )


def _only_raises(case: Case) -> bool:
    raises = False
    for leaf in leaves(next(iter(case.expected.values()))):
        if not isinstance(leaf.value, (RaisedException, Unjudged)):
            return False  # nearly always the first leaf: nobody walks through the rest
        raises = raises or isinstance(leaf.value, RaisedException)
    return raises


def withhold_refusals(cases: Sequence[CaseResult], names: Collection[str]) -> list[CaseResult]:
    """Take back the points of refusals where the function passes none of its other cases."""
    others = [case for case in cases if case.name not in names]
    if not others or any(case.status.is_right for case in others):
        return list(cases)
    return [
        replace(case, points=Fraction(0), rationale=counts_with_others())
        if case.name in names and case.status.is_right
        else case
        for case in cases
    ]


def status_of(cases: Sequence[CaseResult]) -> Status:
    """The gravest status of a function's cases; bonus cases have a say where there are no others."""
    return Status.gravest([c.status for c in [c for c in cases if not c.bonus] or cases])


def score_function(function: Function, cases: Sequence[CaseResult], form: str) -> FunctionResult:
    """Add up one function's cases; its status is the gravest of theirs."""
    status = status_of(cases)
    return FunctionResult(
        name=function.name,
        status=status,
        score=total([case.points for case in cases]),
        max_score=total([case.max_points for case in cases if not case.bonus]),
        max_bonus=total([case.max_points for case in cases if case.bonus]),
        accepted_form=form if form != "reference" and status.is_right else None,
    )
