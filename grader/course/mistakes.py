"""What known mistakes return, or raise, on the cases: the reference with some of its lines edited."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.prepare import REFERENCE, edited_program
from grader.model.call_binding import call_for
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Exercise, Mistake, Reason
from grader.model.failure import failure_of
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.util.errors import AuthorError


def with_mistakes(
    definition: Definition, exercise: Exercise, sandbox: Sandbox, functions: Sequence[str]
) -> Exercise:
    """Return the exercise with the answers of the known mistakes of ``functions``.

    Asked for when a function failed, since most submissions of most functions are right.
    """
    known = {mistake.function for mistake in exercise.mistakes}
    found = []
    for mistake in definition.mistakes:
        if mistake.function in functions and mistake.function not in known:
            for form, edit in _in_every_form(definition, mistake):
                found.append(as_mistake(definition, exercise, sandbox, edit, form))
    return replace(exercise, mistakes=(*exercise.mistakes, *found))


def _in_every_form(
    definition: Definition, mistake: EditDeclaration
) -> Iterator[tuple[str, EditDeclaration]]:
    """The mistake in the reference, and in each alternative in which its lines still stand."""
    yield REFERENCE, mistake
    for form in definition.accepted_forms:
        if form.function == mistake.function:
            both = replace(mistake, edits=(*form.edits, *mistake.edits))
            with contextlib.suppress(AuthorError):
                apply(definition.reference_files(), both)
                yield form.name, both


def as_mistake(
    definition: Definition,
    exercise: Exercise,
    sandbox: Sandbox,
    edit: EditDeclaration,
    form: str = REFERENCE,
    reason: Reason = Reason.KNOWN,
) -> Mistake:
    """Return what an edited reference returns, or raises, on each case of its function."""
    program = edited_program(definition, edit)
    site = program.functions.get(edit.function)
    function = next(f for f in exercise.functions if f.name == edit.function)
    requests = [
        Request(case.name, call_for(function, site, case))
        for case in exercise.cases_of(function.name)
    ]
    outcomes = sandbox.run(program, requests, exercise.limits, exercise.modules).outcomes
    return Mistake(
        edit.function,
        edit.name,
        edit.hint or "",
        {n: o.value for n, o in outcomes.items() if o.ending is Ending.RETURNED},
        form,
        reason,
        {n: failure_of(o.raised, program) for n, o in outcomes.items() if o.raised is not None},
    )
