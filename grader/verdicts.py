"""What is made of one function's outcomes: status, points, and what is said of each case."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeGuard

from grader.carry import Carried
from grader.compared import Compared
from grader.diagnosis.beside import beside
from grader.diagnosis.diagnose import find_reason
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.explain import explain, explain_missing, explain_spoilt
from grader.diagnosis.randomness import CHOICES
from grader.diagnosis.relations import Relation
from grader.free_numbers import all_right
from grader.model.exercise import Case, Draws, Exercise, Function, Mistake, Reason, Visibility
from grader.model.outcome import Ending
from grader.model.result import CaseResult, Status, right_once
from grader.model.submission import Program
from grader.score import score_function, withhold
from grader.seen import Seen, Verdict, key_of
from grader.settle import Settled

FindMistakes = Callable[[str], Iterable[Mistake]]

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


def judge_function(
    exercise: Exercise,
    program: Program,
    function: Function,
    settled: Settled,
    find_mistakes: FindMistakes | None,
    numbers: Compared | None = None,
    seen: Seen | None = None,
) -> Verdict:
    """Judge one function by its own run, or by the one with right helpers where that one counts.

    What explains its faults is looked for where no wrong helper has a part in them. ``numbers``
    is its run on the reference's own random numbers, where the statement leaves them free.
    ``seen`` holds what was found of other submissions to the same exercise.
    """
    cases = exercise.cases_of(function.name)
    compared, carried = settled.compared, settled.carried.get(function.name)
    if carried is None and numbers is None:
        if compared.all_right(function, cases):
            return _all_passed(exercise, function.name, compared.best_form(function, cases))
        key = None if seen is None else key_of(cases, compared.run.outcomes)
        if seen is not None and key is not None:
            found = seen.get(key)
            if found is None:
                found = _judge_function(exercise, program, function, settled, find_mistakes)
                seen.put(key, found)
            return found
    return _judge_function(exercise, program, function, settled, find_mistakes, numbers)


def _judge_function(
    exercise: Exercise,
    program: Program,
    function: Function,
    settled: Settled,
    find_mistakes: FindMistakes | None,
    numbers: Compared | None = None,
) -> Verdict:
    cases = exercise.cases_of(function.name)
    compared, carried = settled.compared, settled.carried.get(function.name)
    evidence = compared if carried is None or carried.compared is None else carried.compared
    form = (evidence if carried is not None and carried.counts else compared).best_form(
        function, cases
    )
    _, passed = _all_passed(exercise, function.name, form)
    wrong = {case.name for case in cases if not compared.is_right(case, form)}
    judged = [
        _judge(exercise, case, form, compared, program) if case.name in wrong else right
        for case, right in zip(cases, passed, strict=True)
    ]
    if carried is not None and carried.counts:
        judged = [
            _carried(exercise, case, result, form, carried, program)
            for case, result in zip(cases, judged, strict=True)
        ]
    chosen = _right_choice(exercise, function, numbers, find_mistakes)
    if chosen is not None:
        judged = _forgiven_all(cases, judged, carried)
        form = chosen
    elif find_mistakes is not None and any(_is_wrong(case) for case in judged):
        nearest = evidence.best_form(function, cases)
        found = find_reason(Evidence(cases, evidence, nearest), find_mistakes(function.name))
        if evidence is not compared and isinstance(found, Relation):
            found = replace(found, measured={})  # see `_carried`
        if found is not None and _is_free_choice(function, found):
            judged = _forgiven_all(cases, judged, carried)
            form = found.id
        judged = [_diagnosed(case, found) for case in judged]
    judged = withhold(function, judged)
    scored = score_function(function, judged, form)
    if carried is not None and scored.status not in (Status.PASSED, Status.SKIPPED):
        scored = scored._replace(mend_first=carried.mend_first)
    return scored, tuple(judged)


@functools.lru_cache(maxsize=1024)
def _all_passed(exercise: Exercise, function: str, form: str) -> Verdict:
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


def _judge(
    exercise: Exercise, case: Case, form: str, compared: Compared, program: Program
) -> CaseResult:
    """The verdict on a case, without what the rest of its function's cases tell of it."""
    run, difference = compared.run, compared.difference(case, form)
    outcome = run.outcomes.get(case.name)
    if compared.is_right(case, form):
        return _result(case, Status.PASSED, case.points)
    if outcome is None or outcome.ending is Ending.MISSING:
        # A property may have asked for another function than its own.
        asked = outcome.detail if outcome and outcome.detail in exercise.function_names else None
        text = explain_missing(asked or case.function, program, run.load_errors)
        return _result(case, Status.MISSING, _NOTHING, rationale=text)
    if outcome.ending is not Ending.RETURNED:
        told = explain(exercise, case, outcome, program)
        return _result(case, _STATUS[outcome.ending], _NOTHING, **told)
    assert difference is not None  # or it would be right
    return _result(
        case,
        Status.FAILED,
        _NOTHING,
        rationale=_lacking(case) if case.is_property else difference.text,
        hint=case.hint,
        comparison=beside(case.expected[form], outcome.value, case.tolerance)
        if case.is_public
        else None,
    )


def _lacking(case: Case) -> str:
    return f"This does not hold: {case.description}."


def _is_wrong(case: CaseResult) -> bool:
    return case.status in (Status.FAILED, Status.ERROR)


def _is_free_choice(function: Function, found: Mistake | Relation) -> TypeGuard[Mistake]:
    """Whether only the random numbers differ, and the statement leaves them to the student."""
    chance = isinstance(found, Mistake) and found.reason is Reason.CHANCE
    return chance and function.draws is Draws.FREE and found.id in CHOICES


def _right_choice(
    exercise: Exercise,
    function: Function,
    numbers: Compared | None,
    find_mistakes: FindMistakes | None,
) -> str | None:
    """The name of the choice by which a free function is right on the reference's own numbers."""
    if numbers is None:
        return None
    if all_right(exercise, function, numbers):
        return "other_numbers"
    if find_mistakes is None:
        return None
    cases = [case for case in exercise.cases_of(function.name) if not case.is_property]
    suspects = (s for s in find_mistakes(function.name) if s.reason is Reason.CHANCE)
    form = numbers.best_form(function, cases)
    found = find_reason(Evidence(cases, numbers, form), suspects)
    return found.id if found is not None and _is_free_choice(function, found) else None


def _forgiven_all(
    cases: Sequence[Case], judged: Sequence[CaseResult], carried: Carried | None
) -> list[CaseResult]:
    """All cases but the properties, which ask for what holds whatever the numbers are."""
    asked = {case.name for case in cases if case.is_property}
    return [case if case.name in asked else _forgiven(case, carried) for case in judged]


def _forgiven(case: CaseResult, carried: Carried | None) -> CaseResult:
    helper = carried.mend_first if carried is not None and carried.compared is not None else None
    return case._replace(
        status=Status.PASSED,
        points=case.max_points,
        rationale=None if helper is None else right_once(helper),
        hint=None,
        error_type=None,
        error_line=None,
        comparison=None,
        carried_from=helper,
    )


def _diagnosed(case: CaseResult, found: Mistake | Relation | None) -> CaseResult:
    if found is None or not _is_wrong(case):
        return case
    rationale = case.rationale
    if isinstance(found, Relation) and case.visibility is Visibility.PUBLIC:
        rationale = " ".join(filter(None, (rationale, found.measured.get(case.name))))
    return case._replace(mistake=found.id, hint=found.hint, rationale=rationale)


def _carried(
    exercise: Exercise,
    case: Case,
    own: CaseResult,
    form: str,
    carried: Carried,
    program: Program,
) -> CaseResult:
    """The verdict where the run with right helpers counts. ``own`` is that of the other run.

    Nothing is told of a public case but what was settled before a hidden input was met: the run
    with right helpers came later, and its messages, values and prints could hold one.
    """
    assert carried.compared is not None
    outcome = carried.compared.run.outcomes.get(case.name)
    if outcome is not None and outcome.ending is Ending.FAULT:
        return _judge(exercise, case, form, carried.compared, program)
    right = carried.compared.is_right(case, form)
    if right is (own.status is Status.PASSED):
        return own
    bare = own._replace(hint=None, error_type=None, error_line=None, comparison=None, mistake=None)
    if right:
        told = right_once(carried.mend_first)
        return bare._replace(
            status=Status.PASSED, points=case.points, rationale=told,
            carried_from=carried.mend_first,
        )  # fmt: skip
    told = explain_spoilt(carried.mend_first)
    return bare._replace(status=Status.FAILED, points=_NOTHING, rationale=told)
