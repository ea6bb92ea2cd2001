"""Whether a fault costs where it is made and nowhere else.

For every function that others build on: with each of its known mistakes, without a body, and not
there at all, while the rest is right, every case of every other function gives its points. That
also finds a function that calls another and does not say so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course.definition import Definition
from grader.course.editing import apply, find_functions
from grader.course.reference_program import below, edited_program, program_of
from grader.course.starter import without_bodies
from grader.load.call_graph import reached
from grader.model.exercise import Exercise
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.checks import Check, listed


def check_carried(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Check]:
    """Yield a check for every function that calls another, and for every one that is called."""
    yield from _declared(definition)
    called = {name for f in exercise.functions for name in f.builds_on}
    for function in exercise.function_names:
        if function in called:
            yield check_costs_once(definition, exercise, function, sandbox)


def _declared(definition: Definition) -> Iterator[Check]:
    """Every function says which graded functions it calls, in the reference or by a property.

    A property may call what is built on its function: that cannot be said, since it is a circle.
    """
    program = edited_program(definition)
    edges = {function: definition.builds_on(function) for function in definition.functions}
    for function in definition.functions:
        said = below(edges, function)
        asked = _called_by_properties(definition, function)
        above = {other for other in definition.functions if function in below(edges, other)}
        calls = reached(program, function) & set(definition.functions)
        silent = (calls | (asked - above)) - said - {function}
        if silent:
            names = sorted(silent)
            whose = "it" if silent & calls else "a property of it"
            detail = f"{whose} calls {listed(names)}: declare builds_on={tuple(names)}"
            yield Check(definition.id, "builds_on", function, False, detail)
        elif said:
            yield Check(definition.id, "builds_on", function, True, listed(sorted(said)))


def check_costs_once(
    definition: Definition, exercise: Exercise, helper: str, sandbox: Sandbox
) -> Check:
    """All others keep their points, whatever is wrong with ``helper``."""
    spoilt: list[str] = []
    files = dict(_broken(definition, helper))
    for name, texts in files.items():
        program = program_of(texts, definition)
        result = grade_program(exercise, program, sandbox).result
        lost = [
            case.name
            for case in result.cases
            if case.function != helper and not case.status.is_right
        ]
        if lost:
            spoilt.append(f"{name} also costs {listed(lost)}")
    right = f"{len(files)} ways to be wrong cost nothing elsewhere"
    return Check(definition.id, "carried", helper, not spoilt, "; ".join(spoilt[:3]) or right)


def _broken(definition: Definition, helper: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The reference with ``helper`` wrong in every known way, empty, and missing."""
    files = definition.reference
    for mistake in definition.mistakes:
        if mistake.function == helper:
            yield mistake.name, apply(files, mistake)
    place = find_functions(files)[helper]
    yield "no body", {**files, place.file: without_bodies(files[place.file], [helper])}
    lines = files[place.file].splitlines(keepends=True)
    lines[place.first - 1 : place.last] = []
    yield "no such function", {**files, place.file: "".join(lines)}


def _called_by_properties(definition: Definition, function: str) -> frozenset[str]:
    """The graded functions that the properties of ``function`` name, its own name too.

    Read off the text: a name in quotes in a property, or in a function beside it that it uses.
    """
    named: set[str] = set()
    for case in definition.cases:
        if case.property and case.function == function:
            for module in definition.properties[case.property]:
                named |= _quoted(ast.parse(module.source), case.name)
    return frozenset(named & set(definition.functions))


def _quoted(tree: ast.Module, name: str) -> set[str]:
    """The texts in the function ``name``, and in the functions beside it that it reaches."""
    beside = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found: set[str] = set()
    pending, seen = [name], {name}
    while pending:
        inside = list(ast.walk(beside[one])) if (one := pending.pop()) in beside else []
        found |= {n.value for n in inside if isinstance(n, ast.Constant) and type(n.value) is str}
        used = {n.id for n in inside if isinstance(n, ast.Name)} - seen
        seen |= used
        pending += used
    return found
