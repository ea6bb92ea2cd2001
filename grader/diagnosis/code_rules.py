"""What a function's code uses that its task forbids, and what it lacks: sentences for students.

They follow from the submitted text and the declaration alone, so that they may stand beside hidden
cases as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.diagnosis.texts import TEXTS
from grader.load.constructs import Use, lacking, uses
from grader.load.style import RULES, Flaw, flaws
from grader.model.exercise import CodeRules, Exercise, Function, StyleRules
from grader.model.result import (
    NOT_AS_ASKED,
    RIGHT_BUT_NOT_AS_ASKED,
    RIGHT_BUT_STYLE,
    STYLE,
    CaseResult,
    Status,
)
from grader.model.submission import Program
from grader.util.language import gettext
from grader.util.untrusted_text import neutralise

_MOST = 5
"""A function of a hundred loops need not be told of each."""


def violations_of(function: Function, program: Program) -> tuple[str, ...]:
    """A sentence for each construct that ``function`` may not use, or must and does not.

    Graded functions that it builds on are left out: they have rules of their own.
    """
    rules = function.rules
    if rules is None or function.name not in program.functions:
        return ()
    found = uses(program, function.name, rules.forbid, function.builds_on)
    told = [_forbidden(use, function.name) for use in found[:_MOST]]
    if len(found) > _MOST:
        told.append(gettext(TEXTS["rules"]["more"], number=len(found) - _MOST))
    missing = lacking(program, function.name, rules.require, function.builds_on)
    return (*told, *(_required(choice, function.name) for choice in missing))


def flaws_of(exercise: Exercise, function: Function, program: Program) -> tuple[str, ...]:
    """A sentence for each place where the function's code does not keep the style that is asked for.

    A helper of several functions is told once, with the first of them.
    """
    style = function.style
    if style is None or function.name not in program.functions:
        return ()
    names = exercise.function_names
    before = names[: names.index(function.name)]
    given = {name for each in exercise.functions for name in _given(each)}
    given |= {name for module in exercise.modules for name in module.exports}
    found = flaws(program, function.name, style, before, given)
    told = [_flaw(flaw) for flaw in found[:_MOST]]
    if len(found) > _MOST:
        told.append(gettext(TEXTS["rules"]["more"], number=len(found) - _MOST))
    return tuple(told)


def _given(function: Function) -> set[str]:
    """The names that the task gives."""
    methods = {part for name, parameters in function.methods for part in (name, *parameters)}
    return {function.name, *function.aliases, *function.parameters, *methods}


def _flaw(flaw: Flaw) -> str:
    place = f"{neutralise(flaw.origin, 80)}, line {flaw.line}"
    said = RULES[flaw.rule].sentences[flaw.kind]
    name = neutralise(flaw.name, 60)
    return gettext(said, name=name, place=place, number=flaw.number, limit=flaw.limit)


def _forbidden(use: Use, function: str) -> str:
    kind = "hides" if use.hides else "forbidden"
    place = f"{neutralise(use.origin, 80)}, line {use.line}"
    if use.within != function:
        place += gettext(", in `{within}`", within=neutralise(use.within, 40))
    return gettext(TEXTS["rules"][kind], construct=use.construct, place=place)


def _required(choice: Sequence[str], function: str) -> str:
    *most, last = (f"`{word}`" for word in choice)
    listed = gettext("{most} or {last}", most=", ".join(most), last=last) if most else last
    return gettext(TEXTS["rules"]["required"], listed=listed, function=function)


def charged(case: CaseResult, rules: CodeRules, violations: Sequence[str]) -> CaseResult:
    """The case with what it loses, and why, where its function does not keep the rules."""
    return _charged(case, rules.costs, violations, RIGHT_BUT_NOT_AS_ASKED, NOT_AS_ASKED)


def styled(case: CaseResult, style: StyleRules, told: Sequence[str]) -> CaseResult:
    """The case with what it loses, and why, where its function does not keep the style."""
    return _charged(case, style.costs, told, RIGHT_BUT_STYLE, STYLE)


def _charged(
    case: CaseResult, costs: Fraction, told: Sequence[str], rationale: str, mistake: str
) -> CaseResult:
    if not told or not costs:
        return case
    points = case.points * (Fraction(1) - costs)
    if not case.status.is_right:
        return replace(case, points=points)
    return replace(
        case,
        status=Status.FAILED,
        points=points,
        rationale=rationale,
        hint=" ".join(told),
        mistake=mistake,
    )
