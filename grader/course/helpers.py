"""What functions build on: checked where it is declared, and made ready to stand in for a wrong one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.load.call_graph import reached, without
from grader.model.submission import Program
from grader.util.errors import AuthorError

if TYPE_CHECKING:
    from grader.course.definition import Definition


def builds_on(definition: Definition, function: str) -> tuple[str, ...]:
    """The graded functions that ``function`` declares to build on, as far as this edition has them."""
    named = [name for d in definition.declared if d.name == function for name in d.builds_on]
    return tuple(name for name in dict.fromkeys(named) if name in definition.functions)


def helper_programs(definition: Definition) -> dict[str, dict[str, Program]]:
    """Every function that another builds on, in each accepted form.

    A program holds what that function needs and no other graded function of the reference: it
    is sent where arguments that a student chose are worked on.
    """
    from grader.course.prepare import REFERENCE, edited_program

    helpers = {name for f in definition.functions for name in builds_on(definition, f)}
    if not helpers:
        return {}
    reference = edited_program(definition)
    found = {name: {REFERENCE: _needed_by(name, reference, definition)} for name in sorted(helpers)}
    for form in definition.accepted_forms:
        if form.function in helpers:
            edited = edited_program(definition, form)
            found[form.function][form.name] = _needed_by(form.function, edited, definition)
    return found


def _needed_by(name: str, program: Program, definition: Definition) -> Program:
    spare = frozenset(definition.functions) - reached(program, name) - {name}
    return replace(program, statements=without(program, spare), functions={}, missing={}, notes=())


def check_builds_on(definition: Definition) -> None:
    """Raise AuthorError where a function builds on nothing that is graded, or on itself."""
    known = set(definition.functions)
    edges: dict[str, tuple[str, ...]] = {}
    for declared in definition.declared:
        for name in declared.builds_on:
            if name not in known:
                raise AuthorError(
                    f"{declared.where}: {declared.name} builds on {name!r}, which has no case",
                    "name graded functions: others are right by themselves",
                )
        edges[declared.name] = (*edges.get(declared.name, ()), *declared.builds_on)
    for declared in definition.declared:
        if declared.name in below(edges, declared.name):
            raise AuthorError(f"{declared.where}: {declared.name} builds on itself")


def below(edges: Mapping[str, tuple[str, ...]], name: str) -> set[str]:
    """All that ``name`` builds on, itself only where it does so in a circle."""
    found: set[str] = set()
    pending = list(edges.get(name, ()))
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += edges.get(each, ())
    return found
