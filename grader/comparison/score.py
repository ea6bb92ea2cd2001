"""Points: what a function's cases add up to. Exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model.exercise import Case, Function
from grader.model.observation import RESULT
from grader.model.result import CaseResult, FunctionResult, Status, counts_with_others
from grader.values import RaisedException, Unjudged, WrittenText, leaves


def total(points: Iterable[Fraction]) -> Fraction:
    """The exact sum."""
    return sum(points, Fraction(0))


def _withhold(function: Function, cases: Sequence[CaseResult]) -> list[CaseResult]:
    """Take the points back where cases count only together and one of them did not pass.

    A bonus case counts with all others, and no other one with it.
    """
    if not function.all_or_nothing or all(case.status.is_right for case in cases):
        return list(cases)
    regular = all(case.status.is_right for case in cases if not case.bonus)
    return [
        case if regular and not case.bonus else replace(case, points=Fraction(0)) for case in cases
    ]


def _is_refusal(case: Case) -> bool:
    """Whether nothing is right in a case but exceptions, or the end of a program.

    A function that always raises, or a program that only ends, would pass it.
    """
    return bool(case.expected) and (_only_raises(case) or _only_ends(case))


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
    if case.call.is_plain:
        return False  # an exception ends such a call, and is no value
    raises = False
    for leaf in leaves(next(iter(case.expected.values()))):
        if not isinstance(leaf.value, (RaisedException, Unjudged)):
            return False  # nearly always the first leaf: nobody walks through the rest
        raises = raises or isinstance(leaf.value, RaisedException)
    return raises


def _withhold_refusals(cases: Sequence[Case], results: Sequence[CaseResult]) -> list[CaseResult]:
    """Take back the points of refusals where the function passes none of its other cases."""
    pairs = list(zip(cases, results, strict=True))
    if any(result.status.is_right and not _is_refusal(case) for case, result in pairs):
        return list(results)
    if all(_is_refusal(case) for case in cases):
        return list(results)
    return [
        replace(result, points=Fraction(0), rationale=counts_with_others())
        if result.status.is_right
        else result
        for result in results
    ]


def status_of(cases: Sequence[CaseResult]) -> Status:
    """The gravest status of a function's cases; bonus cases have a say where there are no others."""
    return Status.gravest([c.status for c in [c for c in cases if not c.bonus] or cases])


def score_function(
    function: Function, cases: Sequence[Case], results: Sequence[CaseResult], form: str
) -> tuple[FunctionResult, Sequence[CaseResult]]:
    """Take back the points of cases that do not count yet, and add up what is left.

    The function's status is the gravest of its cases'.

    Args:
        function: the function.
        cases: all of its cases.
        results: what each of them came to.
        form: the accepted form that they were judged in.

    Returns:
        The function's result, and those of its cases.
    """
    results = _withhold_refusals(cases, _withhold(function, results))
    status = status_of(results)
    scored = FunctionResult(
        name=function.name,
        status=status,
        score=total([case.points for case in results]),
        max_score=total([case.max_points for case in results if not case.bonus]),
        max_bonus=total([case.max_points for case in results if case.bonus]),
        accepted_form=form if form != "reference" and status.is_right else None,
    )
    return scored, results
