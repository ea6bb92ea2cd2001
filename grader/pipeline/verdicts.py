"""What is made of one function's outcomes: status, points, and what is said of each case."""

from __future__ import annotations

import functools
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple, TypeGuard

import numpy as np

from grader.comparison.case_comparisons import CaseComparisons
from grader.comparison.score import score_function, withhold
from grader.diagnosis.diagnose import Candidates, find_reason
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.explain import (
    explain,
    explain_missing,
    failed_with_correct,
    hint_about_values,
)
from grader.diagnosis.randomness import CHOICES
from grader.diagnosis.relations import Relation
from grader.diagnosis.side_by_side import beside
from grader.model.exercise import Case, Exercise, Function, Mistake, Reason, RngUse, Visibility
from grader.model.outcome import Ending
from grader.model.result import CaseResult, FunctionResult, Status, passed_with_correct
from grader.model.submission import Program
from grader.pipeline.run_cases import CaseRun

FindMistakes = Callable[[str], Iterable[Mistake]]

DIAGNOSIS_SECONDS = 3.0
"""Processor time in which a function's results are explained, or they stay unexplained."""

_NOTHING = Fraction(0)
_STATUS = {
    Ending.RAISED: Status.ERROR,
    Ending.TIMEOUT: Status.TIMEOUT,
    Ending.MEMORY: Status.MEMORY,
    Ending.DIED: Status.ERROR,
    Ending.UNREADABLE: Status.ERROR,
    Ending.MISSING: Status.MISSING,
    Ending.NOT_RUN: Status.SKIPPED,
    Ending.FAULT: Status.GRADER_ERROR,
}


class Verdict(NamedTuple):
    """What one function's cases come to; ``undiagnosed`` says why no explanation was found."""

    function: FunctionResult
    cases: Sequence[CaseResult]
    undiagnosed: str | None = None


def judge_function(
    exercise: Exercise,
    program: Program,
    function: Function,
    run: CaseRun,
    find_mistakes: FindMistakes | None,
) -> Verdict:
    """Judge one function by the run that decides it, and explain what is wrong.

    Explanations are looked for where no wrong helper has a part in the results. Whatever happens
    meanwhile, status and points stand: ``Verdict.undiagnosed`` then says why there is none.
    """
    cases = exercise.cases_of(function.name)
    compared, carried = run.deciding(function.name), run.carried.get(function.name)
    form = compared.best_form(function, cases)
    right, passed = _all_passed(exercise, function.name, form)
    if carried is None and compared.all_right(function, cases):
        return Verdict(right, passed)
    judged = [
        _judge_case(exercise, case, form, run, ready, program)
        for case, ready in zip(cases, passed, strict=True)
    ]
    undiagnosed = None
    if find_mistakes is not None and any(map(_is_wrong, judged)):
        evidence = Evidence(cases, compared, form, program, exercise)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")  # of numbers that a submission chose
                chosen, found = _explain(exercise, function, evidence, compared, find_mistakes)
        except Exception as fault:
            undiagnosed = f"{type(fault).__name__}: {fault}"
        else:
            if carried is not None and isinstance(found, Relation):
                found = replace(found, measured={})  # nothing public from after a hidden input
            if chosen is not None:
                form = chosen
                judged = [
                    case if asked.is_property else _forgiven(case)
                    for asked, case in zip(cases, judged, strict=True)
                ]
            judged = [_diagnosed(case, found) for case in judged]
    judged = withhold(function, judged)
    scored = score_function(function, judged, form)
    if carried is not None and scored.status not in (Status.PASSED, Status.SKIPPED):
        scored = scored._replace(fix_first=carried.fix_first)
    return Verdict(scored, tuple(judged), undiagnosed)


def _explain(
    exercise: Exercise,
    function: Function,
    evidence: Evidence,
    compared: CaseComparisons,
    find_mistakes: FindMistakes,
) -> tuple[str | None, Mistake | Relation | None]:
    """Return the free choice of random numbers that makes the results right, and what is wrong."""
    candidates = _in_time(find_mistakes(function.name))
    if function.rng is RngUse.FREE:
        own = [case for case in evidence.cases if not case.is_property]
        nearest = compared.best_form(function, own)
        chance = (each for each in candidates if each.reason is Reason.CHANCE)
        found = find_reason(Evidence(own, compared, nearest, evidence.program), chance)
        if found is not None and _is_free_choice(found):
            return found.id, None
        candidates = _in_time(find_mistakes(function.name))
    found = find_reason(evidence, candidates)
    if function.rng is RngUse.FREE and found is not None and _is_free_choice(found):
        return found.id, found
    return None, found


def _in_time(candidates: Iterable[Mistake]) -> Iterable[Mistake]:
    """The same candidates, as long as the time for an explanation lasts."""
    if isinstance(candidates, Candidates):
        make = candidates.make
        return replace(candidates, make=lambda: within_seconds(make(), DIAGNOSIS_SECONDS))
    return within_seconds(candidates, DIAGNOSIS_SECONDS)


def within_seconds(candidates: Iterable[Mistake], seconds: float) -> Iterator[Mistake]:
    """Hand the candidates on until looking at them took this long; then raise TimeoutError.

    Only the caller's processor time counts: the first submission of a class, for which the
    candidates are made, has no less time than the others.
    """
    spent = 0.0
    for candidate in candidates:
        began = time.process_time()
        yield candidate
        spent += time.process_time() - began
        if spent > seconds:
            raise TimeoutError(f"no explanation within {seconds:g} seconds")


@functools.lru_cache(maxsize=1024)
def _all_passed(
    exercise: Exercise, function: str, form: str
) -> tuple[FunctionResult, Sequence[CaseResult]]:
    """What is made of a function whose cases are all right: the same for every submission."""
    cases = exercise.cases_of(function)
    passed = tuple(_result(case, Status.PASSED, case.points) for case in cases)
    own = next(f for f in exercise.functions if f.name == function)
    return score_function(own, passed, form), passed


def _result(case: Case, status: Status, points: Fraction, **told: Any) -> CaseResult:
    return CaseResult(
        case.function, case.name, case.description, case.visibility,
        status, points, case.points, **told,
    )  # fmt: skip


def _judge_case(
    exercise: Exercise, case: Case, form: str, run: CaseRun, passed: CaseResult, program: Program
) -> CaseResult:
    """The verdict on a case, without what the rest of its function's cases tell of it.

    Nothing is told of a public case but what came back before a hidden input was met. A run with
    correct helpers comes later: its messages, values and prints could hold one.
    """
    carried = run.carried.get(case.function)
    if carried is None or case.name not in carried.helped or carried.compared is None:
        return _judge(exercise, case, form, run.own, passed, program)
    decided = _judge(exercise, case, form, carried.compared, passed, program)
    if decided.status is Status.GRADER_ERROR:
        return decided
    own = None
    if case.name in run.own.run.outcomes:
        own = _judge(exercise, case, form, run.own, passed, program)
        if (own.status is Status.PASSED) is (decided.status is Status.PASSED):
            return own
    if decided.status is Status.PASSED:
        told = passed_with_correct(carried.fix_first)
        return decided._replace(rationale=told, carried_from=carried.fix_first)
    if case.is_public:
        bare = passed._replace(status=decided.status, points=_NOTHING)
        return bare._replace(rationale=failed_with_correct(carried.fix_first))
    return decided


def _judge(
    exercise: Exercise,
    case: Case,
    form: str,
    compared: CaseComparisons,
    passed: CaseResult,
    program: Program,
) -> CaseResult:
    """The verdict on one outcome of a case."""
    outcome = compared.run.outcomes.get(case.name)
    if compared.is_right(case, form):
        return passed
    if outcome is None or outcome.ending is Ending.MISSING:
        # A property may have asked for another function than its own.
        asked = outcome.detail if outcome and outcome.detail in exercise.function_names else None
        text = explain_missing(asked or case.function, program, compared.run.load_errors)
        return _result(case, Status.MISSING, _NOTHING, rationale=text)
    if outcome.ending is not Ending.RETURNED:
        told = explain(exercise, case, outcome, program)
        return _result(case, _STATUS[outcome.ending], _NOTHING, **told)
    difference = compared.difference(case, form)
    assert difference is not None  # or it would be right
    return _result(
        case,
        Status.FAILED,
        _NOTHING,
        rationale=_lacking(case) if case.is_property else difference.text,
        hint=hint_about_values(exercise, case, program),
        comparison=beside(case.expected[form], outcome.value, case.tolerance)
        if case.is_public
        else None,
    )


def _lacking(case: Case) -> str:
    return f"This does not hold: {case.description}."


def _is_wrong(case: CaseResult) -> bool:
    return case.status in (Status.FAILED, Status.ERROR)


def _is_free_choice(found: Mistake | Relation) -> TypeGuard[Mistake]:
    """Whether only the random numbers differ, in a way that a student may choose."""
    return isinstance(found, Mistake) and found.reason is Reason.CHANCE and found.id in CHOICES


def _forgiven(case: CaseResult) -> CaseResult:
    return case._replace(
        status=Status.PASSED,
        points=case.max_points,
        rationale=None if case.carried_from is None else passed_with_correct(case.carried_from),
        hint=None,
        error_type=None,
        error_line=None,
        comparison=None,
    )


def _diagnosed(case: CaseResult, found: Mistake | Relation | None) -> CaseResult:
    if found is None or not _is_wrong(case):
        return case
    rationale = case.rationale
    if isinstance(found, Relation) and case.visibility is Visibility.PUBLIC:
        rationale = " ".join(filter(None, (rationale, found.measured.get(case.name))))
    # A relation of a single case is only what was measured there: no reason.
    return case._replace(
        mistake=found.id or None, hint=found.hint or case.hint, rationale=rationale
    )
