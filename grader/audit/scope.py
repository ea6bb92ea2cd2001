"""What a graded function is written in: itself, and the helpers beside it that are not graded."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from grader.course.definition import Definition


@dataclass(frozen=True, slots=True)
class Scope:
    """One graded function's part of the reference.

    texts  function name -> text, its own first
    by     the graded functions whose cases meet these texts
    """

    function: str
    texts: tuple[tuple[str, str], ...]
    by: tuple[str, ...]


def scopes(definition: Definition) -> tuple[Scope, ...]:
    """Share the reference out among the graded functions.

    A helper in the same file belongs to the first graded function that reaches it, and counts as
    seen by the cases of that one only; helpers from other files are the course's, not the
    student's, and so is what a stand-in offers under the same name.
    """
    places = definition.reference_functions()
    files = {name: text.splitlines(keepends=True) for name, text in definition.reference.items()}
    offered = {name for module in definition.modules for name in module.exports}
    taken: set[str] = set()
    found = []
    for name in definition.functions:
        own = [name]
        for helper in _reached(definition, name):
            same_file = places[helper].file == places[name].file
            if same_file and helper not in taken and helper not in offered:
                taken.add(helper)
                own.append(helper)
        texts = []
        for each in own:
            place = places[each]
            texts.append((each, "".join(files[place.file][place.first - 1 : place.last])))
        found.append(Scope(name, tuple(texts), (name,)))
    return tuple(found)


def _reached(definition: Definition, name: str) -> Iterator[str]:
    """Functions of the reference, not graded, that ``name`` uses, directly or through others."""
    nodes = {
        node.name: node
        for text in definition.reference.values()
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    pending, seen = [name], {name}
    while pending:
        node = nodes[pending.pop(0)]
        for used in ast.walk(node):
            if isinstance(used, ast.Name) and used.id in nodes and used.id not in seen:
                seen.add(used.id)
                if used.id not in definition.functions:
                    pending.append(used.id)
                    yield used.id
