"""Submissions with a known verdict: right ones, empty ones, wrong ones.

reference and every accepted form full points
starter and trivial answers       nothing
every known mistake               loses points, and is told apart from the others
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from fractions import Fraction

from grader.course.definition import Definition
from grader.course.reference_program import edited_program, program_of
from grader.course.starter import starter_files
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Exercise
from grader.model.result import Result
from grader.model.submission import Program
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.checks import Check, excused, listed, number, only, points
from grader.verify.glance import passes_any
from grader.verify.margins import Margins
from grader.verify.public import PublicCases
from grader.verify.shaped import filled_answer

# What somebody might return without having understood anything.
_TRIVIAL = {
    "None": "None",
    "0": "0",
    "1": "1",
    "0.0": "0.0",
    "True": "True",
    "{}": "{}",
    "[]": "[]",
    "its arguments": "args",
}
_PER_ARGUMENT = {
    "argument {n}": "args[{i}]",
    "zeros like argument {n}": "_like(args[{i}], 0.0)",
    "ones like argument {n}": "_like(args[{i}], 1.0)",
}
_TRIVIAL_SOURCE = """
import numpy as np

def _like(value, fill):
    if isinstance(value, dict):
        return {key: _like(item, fill) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_like(item, fill) for item in value)
    return np.full(np.shape(value), fill) if np.ndim(value) else fill
"""


def check_known(
    definition: Definition, exercise: Exercise, margins: Margins, sandbox: Sandbox
) -> Iterator[Check]:
    """Yield a check for every submission whose verdict is known. ``exercise`` holds the mistakes."""
    yield check_reference(definition, exercise, sandbox)
    for form in definition.accepted_forms:
        yield check_accepted_form(definition, exercise, form, sandbox)
    yield check_starter(definition, exercise, sandbox)
    yield from check_trivial(definition, exercise, sandbox)
    public = PublicCases(definition, exercise, sandbox)
    for mistake in definition.mistakes:
        yield check_mistake(definition, exercise, margins, mistake, sandbox, public)


def check_reference(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Check:
    """Full points."""
    return _full(exercise, "reference", "reference", edited_program(definition), sandbox)


def check_accepted_form(
    definition: Definition, exercise: Exercise, form: EditDeclaration, sandbox: Sandbox
) -> Check:
    """Full points for its function."""
    name = f"{form.function}: {form.name}"
    own = only(exercise, form.function)
    return _full(own, "accepted form", name, edited_program(definition, form), sandbox)


def check_starter(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Check:
    """It loads, and earns nothing."""
    starter = program_of(starter_files(definition), definition)
    return _nothing(definition, exercise, "starter", "starter", starter, sandbox)


def check_trivial(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Check]:
    """Answers that take no understanding earn nothing."""
    for name, source in _trivial_answers(exercise):
        program = program_of({"trivial.py": source}, definition)
        yield _nothing(definition, exercise, "trivial", name, program, sandbox)


def check_mistake(
    definition: Definition,
    exercise: Exercise,
    margins: Margins,
    mistake: EditDeclaration,
    sandbox: Sandbox,
    public: PublicCases | None = None,
) -> Check:
    """It loses points, is told apart from its function's others, and public cases name no other."""
    own = only(exercise, mistake.function)
    known = [m for m in exercise.mistakes if m.function == mistake.function]
    result = grade_program(
        own, edited_program(definition, mistake), sandbox, lambda _: known
    ).result
    name = f"{mistake.function}: {mistake.name}"
    properties = {case.name for case in own.cases if case.is_property}
    check = _caught(definition.id, name, mistake.name, result, properties)
    if check.passed:
        factor = margins.factor(mistake)
        check = replace(check, detail=f"{check.detail}, by {factor} the tolerance")
    if public is None:
        return check
    is_true, told = public.tell(mistake)
    if check.passed and not is_true:
        detail = f"the public cases alone name another: {told}"
        check = replace(check, passed=False, detail=detail)
    return replace(check, public=told)


def _full(exercise: Exercise, kind: str, name: str, program: Program, sandbox: Sandbox) -> Check:
    result = grade_program(exercise, program, sandbox).result
    wrong = [f"{c.name}: {c.rationale}" for c in result.cases if not c.status.is_right]
    return Check(exercise.id, kind, name, not wrong, "; ".join(wrong[:3]) or points(result))


def _nothing(
    definition: Definition,
    exercise: Exercise,
    kind: str,
    name: str,
    program: Program,
    sandbox: Sandbox,
) -> Check:
    """The submission earns no point on any function that declares no reason why it may."""
    allowed = excused(definition)
    if not passes_any(exercise, program, sandbox):
        total = sum((case.points for case in exercise.cases), Fraction(0))
        return Check(exercise.id, kind, name, True, f"0 of {number(total)} points")
    result = grade_program(exercise, program, sandbox).result
    earned = [
        c.name
        for c in result.cases
        if c.points and (c.function not in allowed or kind == "starter")
    ]
    return Check(exercise.id, kind, name, not earned, listed(earned) or points(result))


def _caught(
    exercise_id: str, name: str, mistake_id: str, result: Result, properties: Collection[str]
) -> Check:
    lost = [case for case in result.cases if not case.status.is_right]
    if not lost:
        return Check(exercise_id, "mistake", name, False, "no case catches it")
    caught = f"caught by {len(lost)} of {len(result.cases)} cases"
    if all(case.name in properties for case in lost):
        return Check(exercise_id, "mistake", name, True, f"{caught}: a property, which names none")
    named = {case.mistake for case in lost}
    if named != {mistake_id}:
        return Check(
            exercise_id, "mistake", name, False, f"{caught}, but not told apart from another"
        )
    return Check(exercise_id, "mistake", name, True, caught)


def _trivial_answers(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Sources in which every graded function gives the same trivial answer."""
    most = max((len(f.parameters) for f in exercise.functions), default=0)
    answers = dict(_TRIVIAL)
    for index in range(most):
        for name, code in _PER_ARGUMENT.items():
            answers[name.format(n=index + 1)] = code.format(i=index)
    for name, expression in answers.items():
        functions = "".join(
            f"\ndef {function.name}(*args, **kwargs):\n    return {expression}\n"
            for function in exercise.functions
        )
        yield name, _TRIVIAL_SOURCE + functions
    for name, fill in (("zeros in the right shapes", 0.0), ("ones in the right shapes", 1.0)):
        shaped = {
            function: filled_answer(exercise.cases_of(function), fill)
            for function in exercise.function_names
        }
        functions = "".join(
            f"\ndef {function}(*args, **kwargs):\n    return {answer}\n"
            for function, answer in shaped.items()
            if answer is not None
        )
        yield name, _TRIVIAL_SOURCE + functions
