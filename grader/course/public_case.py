"""One public case's call, for whoever wants to make it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model.exercise import Call, Visibility
from grader.util.errors import UsageError
from grader.util.in_words import known_names

if TYPE_CHECKING:
    from grader.course.definition import Definition


def public_names(definition: Definition) -> tuple[str, ...]:
    """The names of an exercise's public cases, in their order."""
    cases = definition.prepared.cases if definition.prepared is not None else definition.cases
    return tuple(case.name for case in cases if case.visibility is Visibility.PUBLIC)


def public_call(definition: Definition, name: str) -> Call:
    """Return the call of a public case; its arguments are drawn, and nothing else is run.

    Raises UsageError where there is no public case of that name. A hidden case is not told from
    one that does not exist.
    """
    known = public_names(definition)
    if name not in known:
        raise UsageError(f"{definition.id} has no public case {name!r}", known_names(name, known))
    if definition.prepared is not None:
        return next(case.call for case in definition.prepared.cases if case.name == name)
    from grader.course.prepare import call_of

    case = next(case for case in definition.cases if case.name == name)
    return call_of(definition, case, definition.reference_functions()[case.function])


def draws(definition: Definition, function: str) -> bool:
    """Whether a statement says anything of random numbers that a function draws."""
    if definition.prepared is not None:
        functions = definition.prepared.functions
        return any(f.name == function and f.rng is not None for f in functions)
    return any(d.name == function and d.rng is not None for d in definition.declared)
