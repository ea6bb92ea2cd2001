"""Looks whether what an author declared can be meant: names, points, edits that apply."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.course.editing import apply, as_edit
from grader.course.helpers import check_builds_on
from grader.util.errors import AuthorError

if TYPE_CHECKING:
    from grader.course.definition import Definition


def check(definition: Definition) -> None:
    """Raise AuthorError for a declaration that cannot be meant."""
    functions = definition.reference_functions()
    if not definition.cases:
        raise AuthorError(f"exercise {definition.id!r} has no case")
    for name, count in Counter(case.name for case in definition.cases).items():
        if count > 1:
            second = [case for case in definition.cases if case.name == name][1]
            raise AuthorError(
                f"{second.where}: two cases are called {name!r}", "a case is known by its name"
            )
    twice = Counter((mistake.function, mistake.name) for mistake in definition.mistakes)
    for mistake in reversed(definition.mistakes):
        if twice[mistake.function, mistake.name] > 1:
            raise AuthorError(
                f"{mistake.where}: two mistakes of {mistake.function} are called {mistake.name!r}",
                "a mistake is known by its name",
            )
    for case in definition.cases:
        if case.function not in functions:
            raise AuthorError(f"{case.where}: the reference has no function {case.function!r}")
        if case.points < 0:
            raise AuthorError(f"{case.where}: points are negative")
    for function in definition.functions:
        if not sum(case.points for case in definition.cases if case.function == function):
            raise AuthorError(f"{definition.id}: all cases of {function} together give no points")
    for edit in (*definition.mistakes, *definition.accepted_forms, *definition.given):
        if edit.function not in definition.functions:
            raise AuthorError(f"{edit.where}: {edit.function!r} has no case")
        apply(definition.reference_files(), edit)
    for module in definition.modules:
        for name in set(module.exports) & set(definition.functions):
            raise AuthorError(
                f"{definition.id}: stand-in {module.names[0]} defines {name}, graded here"
            )
    check_builds_on(definition)
    for declared in definition.declared:
        if declared.name not in functions:
            raise AuthorError(f"{declared.where}: the reference has no function {declared.name!r}")
    for equivalent in definition.equivalents:
        for pair in equivalent.edits:
            apply(definition.reference_files(), as_edit(equivalent, pair))
    for edition in definition.editions:
        unknown = sorted(set(edition.without) - set(definition.functions))
        if unknown:
            raise AuthorError(f"{edition.where}: {unknown[0]!r} has no case to be left out")
