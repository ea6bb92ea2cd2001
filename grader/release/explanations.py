"""What explains wrong results, as data for a bundle: what each known mistake gives on public inputs.

A bundle has no reference and no edit, so nothing can be run there to learn what a mistake returns.
It is run here. Results on public inputs travel; of the hidden cases only whether two explanations that
look alike there differ somewhere, which decides whether either can be named.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from grader import values
from grader.comparison.compare import agrees
from grader.course.definition import Definition
from grader.diagnosis.candidates import CandidateSource
from grader.diagnosis.diagnose import differ, relation_of
from grader.diagnosis.relations import Relation
from grader.model.exercise import Case, Elsewhere, Exercise, Mistake, Reason
from grader.sandbox.judge.sandbox import Sandbox

_T = TypeVar("_T")


def explanations(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Mistake]:
    """Yield what may explain wrong results on the public cases, function by function.

    What shows on no public case is left out. What a check never names, because another explanation
    gives the same public results or because its author says so, only casts doubt on others: it has
    no hint and a name that tells nothing.

    Args:
        definition: of a course, not of a bundle.
        exercise: prepared with all its cases.
    """
    source = CandidateSource(definition, exercise, sandbox, tries_public_first=True)
    for function in exercise.function_names:
        cases = exercise.cases_of(function)
        if any(case.is_public for case in cases):
            yield from _of_function(list(source(function)), cases, source.on_all_cases)


def _of_function(
    candidates: Sequence[Mistake],
    cases: Sequence[Case],
    on_all_cases: Callable[[Mistake], Mistake],
) -> Iterator[Mistake]:
    """Those of one function. Only what looks alike on the public cases is run on the others as well."""
    shown = [case for case in cases if case.is_public]
    kept = [each for each in candidates if _shows(each, shown)]
    whole = functools.cache(lambda number: on_all_cases(kept[number]))
    numbers = [
        each.id if each.reason is Reason.TRIVIAL else str(number)
        for number, each in enumerate(kept)
    ]
    same: list[set[str]] = [set() for _ in kept]
    rivalled = [not each.in_check or each.reason is Reason.TRIVIAL for each in kept]
    for i, one in enumerate(kept):
        for j, other in enumerate(kept[:i]):
            if differ(one, other, shown):
                continue
            if not differ(whole(i), whole(j), cases):
                same[i].add(numbers[j])
                same[j].add(numbers[i])
                continue
            rivalled[i] |= not one.parts <= other.parts
            rivalled[j] |= not other.parts <= one.parts
    names = _names(kept, rivalled)
    for i, each in enumerate(kept):
        yield replace(
            each,
            id="+".join(names.get(part, part) for part in each.id.split("+")),
            hint="" if rivalled[i] else each.hint,
            answers=_of_cases(each.answers, shown),
            failures=_of_cases(each.failures, shown),
            elsewhere=Elsewhere(
                numbers[i],
                frozenset(same[i]),
                (here := relation_of(each, shown)) is not None
                and _is_same(here, relation_of(whole(i), cases)),
            ),
        )


def _is_same(here: Relation, everywhere: Relation | None) -> bool:
    """Whether results on all cases have the same in common as those on the public ones."""
    return everywhere is not None and (here.id, here.factor) == (everywhere.id, everywhere.factor)


def _shows(candidate: Mistake, shown: Sequence[Case]) -> bool:
    """Whether it gives anything but the right result on a public case, all of it plain data."""
    answers = _of_cases(candidate.answers, shown)
    if values.holds_opaque(answers):
        return False
    if candidate.reason is Reason.TRIVIAL or _of_cases(candidate.failures, shown):
        return bool(shown)
    return any(
        case.name in answers
        and not agrees(case.expected[candidate.form], answers[case.name], case.tolerance)
        for case in shown
    )


def _names(kept: Sequence[Mistake], rivalled: Sequence[bool]) -> dict[str, str]:
    """Names in place of those that a check never gives: a mistake's name says what is wrong."""
    told = {part for each, not_named in zip(kept, rivalled, strict=True) if not not_named
            for part in each.parts}  # fmt: skip
    parts = dict.fromkeys(
        part
        for each in kept
        if each.reason in (Reason.KNOWN, Reason.PAIR)
        for part in each.id.split("+")
    )
    untold = (part for part in parts if part not in told)
    return {part: f"unnamed_{number}" for number, part in enumerate(untold)}


def _of_cases(by_case: Mapping[str, _T], cases: Sequence[Case]) -> dict[str, _T]:
    return {case.name: by_case[case.name] for case in cases if case.name in by_case}
