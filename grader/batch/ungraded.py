"""Results of submissions that nothing was run of, or that the grader failed on."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from grader.batch import messages
from grader.model.exercise import Case, Exercise
from grader.model.result import CaseResult, FunctionResult, Result, Status, SubmissionStatus


def without_run(exercise: Exercise, status: SubmissionStatus) -> Result:
    """No score, and ``status`` says why."""
    return Result(status, None, _points(exercise.cases))


def failed_result(exercise: Exercise) -> Result:
    """No score, since the grader failed: a person has to look, and nobody is blamed."""
    cases = tuple(
        CaseResult(
            case.function,
            case.name,
            case.description,
            case.visibility,
            Status.GRADER_ERROR,
            Fraction(0),
            case.points,
            rationale=messages.OUR_FAILURE,
        )
        for case in exercise.cases
    )
    functions = tuple(
        FunctionResult(name, Status.GRADER_ERROR, Fraction(0), _points(exercise.cases_of(name)))
        for name in exercise.function_names
    )
    return Result(SubmissionStatus.GRADED, None, _points(exercise.cases), functions, cases)


def _points(cases: Iterable[Case]) -> Fraction:
    return sum((case.points for case in cases), Fraction(0))
