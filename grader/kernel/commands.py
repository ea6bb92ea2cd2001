"""What a student calls: check, case, and the magic ``%check``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from grader import wire
from grader.course.definition import Definition
from grader.course.prepare import prepare
from grader.course.public_case import public_call
from grader.diagnosis.candidates import CandidateSource
from grader.kernel import messages
from grader.kernel.find_exercise import exercise_of, exercise_with_case
from grader.kernel.in_process import LAYERS, LEVEL, InProcess
from grader.kernel.namespace import kernel_names, live
from grader.model.exercise import Exercise, below
from grader.pipeline.grade import Graded, grade_program
from grader.report import phrases
from grader.report.build import Context, build_report, describe_environment, with_libraries
from grader.report.model import Report, with_language
from grader.report.pages import cell_page
from grader.report.student_view import student_view
from grader.report.terminal import render_check
from grader.util.errors import GraderError, UsageError
from grader.util.language import VARIABLE, gettext, shipped, speaking


class CannotCheck(UsageError):
    """A known error, shown in a notebook as its sentences alone."""

    def _render_traceback_(self) -> list[str]:
        return [self.message, self.hint] if self.hint else [self.message]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a check is about, beside the functions."""

    exercise: str | None = None
    course: str | Path | None = None
    variant: str | None = None
    language: str | None = None


def check(
    *functions: str | Callable[..., Any],
    exercise: str | None = None,
    course: str | Path | None = None,
    variant: str | None = None,
    language: str | None = None,
) -> Feedback:
    """Judge functions as they are in the kernel, saved or not, on the public cases.

    Args:
        functions: their names, or the functions themselves; without any, all functions of the exercise.
        exercise: its id, where the functions' names do not tell which is meant.
        course: the folder of the bundle or of the course. Without it: a bundle in the working
            directory or in a folder of it, else the course that ``grader check`` would use.
        variant: the variant of the exercise, where the course has several; a bundle holds one.
        language: the language of the feedback, such as "de"; without it that of the environment
            variable GRADER_LANGUAGE, or of the course.

    Returns:
        Feedback that the front end shows: HTML where it can, text elsewhere.

    Raises:
        CannotCheck: there is no such exercise or function, or it is not clear which is meant.
    """
    asked = _Asked(exercise, course, variant, language or os.environ.get(VARIABLE) or None)
    names = kernel_names(sys._getframe(1))
    return _check(tuple(_name_of(each, names) for each in functions), names, asked)


def _name_of(function: Any, names: dict[str, Any]) -> str:
    """The name of a function that is given itself: its own, or the one under which the kernel has it."""
    if isinstance(function, str):
        return function
    own = str(getattr(function, "__name__", repr(function)[:60]))
    known = (name for name, value in names.items() if value is function)
    return own if names.get(own) is function else next(known, own)


def case(name: str, exercise: str | None = None, course: str | Path | None = None) -> Any:
    """Return the arguments of a public case: a tuple, or the one argument itself.

    Args:
        name: the case's name.
        exercise: its exercise, where several have a case of that name.
        course: as in `check`.

    Raises:
        CannotCheck: there is no public case of that name.
    """
    with speaking(shipped(os.environ.get(VARIABLE))), _known_errors():
        call = public_call(exercise_with_case(name, exercise, course), name)
    given = call.arguments
    if call.steps:  # some of what a script is given has no name
        given = {name: value for name, value in call.inputs.items() if name.isidentifier()}
    values = tuple(wire.decode(wire.encode(value), live=True) for value in given.values())
    return values[0] if len(values) == 1 else values


def load_ipython_extension(shell: Any) -> None:
    """Make ``%check`` known: ``%load_ext grader`` calls this."""

    def magic(line: str) -> Feedback:
        """Check the functions named, or all: %check forward_propagation backward_propagation"""
        asked = _Asked(language=os.environ.get(VARIABLE) or None)
        return _check(tuple(line.replace(",", " ").split()), shell.user_ns, asked)

    shell.register_magic_function(magic, "line", "check")


def _check(functions: tuple[str, ...], names: dict[str, Any], asked: _Asked) -> Feedback:
    with ExitStack() as said, _known_errors():
        said.enter_context(speaking(shipped(asked.language)))  # until the course is found
        course, definition = exercise_of(names, asked.exercise, asked.course, asked.variant)
        said.enter_context(speaking(course.catalogue(asked.language)))
        _refuse_unknown(functions, definition)
        return Feedback(_report(definition, functions, names), gettext(messages.HERE))


@contextmanager
def _known_errors() -> Iterator[None]:
    try:
        yield
    except GraderError as error:
        first = gettext("error: {message}", message=error.message)
        hint = gettext("hint: {hint}", hint=error.hint) if error.hint else None
        raise CannotCheck(first, hint) from None


def _refuse_unknown(functions: tuple[str, ...], definition: Definition) -> None:
    for name in functions:
        if name not in definition.functions:
            near = get_close_matches(name, definition.functions, n=1)
            hint = (
                messages.did_you_mean(near[0]) if near else messages.there_are(definition.functions)
            )
            raise UsageError(messages.unknown_function(name, definition.id), hint)


def _report(definition: Definition, functions: tuple[str, ...], names: dict[str, Any]) -> Report:
    """The student's view of the functions named."""
    if definition.prepared is not None:
        return _judged(definition, definition.prepared, None, functions, names)
    # A course has code, which runs where all code of a course runs.
    from grader.sandbox import open_sandbox

    with open_sandbox() as sandbox:
        exercise = prepare(definition, sandbox, public_only=True)
        return _judged(definition, exercise, sandbox, functions, names)


def _judged(
    definition: Definition,
    whole: Exercise,
    sandbox: Any,
    functions: tuple[str, ...],
    names: dict[str, Any],
) -> Report:
    exercise = _without_programs(replace(_with_helpers(whole, functions), helpers={}))
    found = live(exercise, names)
    here = InProcess(found, exercise)
    source = CandidateSource(definition, whole, sandbox or here)
    graded = grade_program(exercise, found.program, here, source)
    graded = _only(graded, functions) if functions else graded
    environment = describe_environment(LEVEL, LAYERS, with_language({"public_only": True}))
    context = Context(with_libraries(environment, exercise.libraries), graded.notes, graded.seconds)
    return student_view(build_report(exercise, found.submission, graded.result, context))


def _without_programs(exercise: Exercise) -> Exercise:
    """The exercise without whole programs, which no kernel holds; raises UsageError for nothing else."""
    programs = exercise.programs
    if not programs:
        return exercise
    kept = [name for name in exercise.function_names if name not in programs]
    if not kept:
        raise UsageError(*messages.whole_program(sorted(programs)[0]))
    return exercise.only(*kept)


def _with_helpers(exercise: Exercise, functions: tuple[str, ...]) -> Exercise:
    """The exercise with these functions and those that they build on."""
    if not functions:
        return exercise
    edges = {function.name: function.builds_on for function in exercise.functions}
    return exercise.only(*functions, *(name for each in functions for name in below(edges, each)))


def _only(graded: Graded, functions: tuple[str, ...]) -> Graded:
    """What was graded, as far as it is about these functions."""
    result = graded.result
    shown = tuple(f for f in result.functions if f.name in functions)
    result = replace(
        result,
        functions=shown,
        cases=tuple(case for case in result.cases if case.function in functions),
        score=sum((f.score for f in shown), start=type(result.max_score)(0)),
        max_score=sum((f.max_score for f in shown), start=type(result.max_score)(0)),
    )
    return replace(graded, result=result)


class Feedback:
    """The result of `grader.check`. The front end shows it; ``passed`` says whether all is right."""

    def __init__(self, report: Report, foot: str) -> None:
        self.report, self._foot = report, foot

    @property
    def passed(self) -> bool:
        return phrases.passed(self.report)

    def __repr__(self) -> str:
        return f"{render_check(self.report, color=False, width=80).rstrip()}\n\n{self._foot}"

    def _repr_html_(self) -> str:
        return cell_page(self.report, self._foot)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}
