"""The parts of a starter: the reference's signatures and docstrings, and the imports around them.

Bodies go, but for those that the author gives, and so does all that only bodies use: constants and
private helpers may be half the answer. What helpers students get is what the exercise's stand-in
modules offer.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.course.definition import Definition
from grader.course.starter import starter_files


@dataclass(frozen=True, slots=True)
class Pieces:
    """``head`` holds imports, and constants that a signature needs; ``stubs`` is by function."""

    head: str
    stubs: dict[str, str]


def pieces(definition: Definition) -> Pieces:
    """Cut the reference into what students get."""
    stubs: dict[str, str] = {}
    nodes: list[ast.stmt] = []
    for starter in starter_files(definition).values():
        lines = starter.splitlines()
        tree = ast.parse(starter)
        nodes += tree.body
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in definition.functions:
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                stubs[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    given = {each.function for each in definition.given}
    needed = set(_names_in_signatures(stubs.values()))
    needed |= {name for n in given for name in _names(ast.parse(stubs[n]))}
    head = [*_imports(nodes), *_helper_imports(definition), *_constants(nodes, needed)]
    return Pieces("\n".join(head), {name: stubs[name] for name in definition.functions})


def _imports(nodes: list[ast.stmt]) -> Iterator[str]:
    """The reference's imports of installed modules, each once, NumPy's in any case."""
    found = ["import numpy as np"]
    for node in nodes:
        own = isinstance(node, ast.ImportFrom) and (
            node.level > 0 or (node.module or "").split(".")[0] in ("reference", "__future__")
        )
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not own:
            found.append(ast.unparse(node))
    yield from dict.fromkeys(found)


def _helper_imports(definition: Definition) -> Iterator[str]:
    for module in definition.modules:
        if module.exports:
            names = ", ".join(module.exports)
            line = f"from {module.names[0]} import {names}"
            yield (
                line
                if len(line) <= 100
                else f"from {module.names[0]} import (\n    {_wrapped(names)},\n)"
            )


def _wrapped(names: str) -> str:
    from textwrap import wrap

    return "\n    ".join(wrap(names, 92))


def _constants(nodes: list[ast.stmt], needed: Collection[str]) -> Iterator[str]:
    """Assignments whose names stand in a signature (a default, a decorator) or a given body."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            names = {t.id for t in node.targets if isinstance(t, ast.Name)}
            if not names.isdisjoint(needed):
                yield ast.unparse(node)


def _names_in_signatures(stubs: Collection[str]) -> Iterator[str]:
    for stub in stubs:
        function = ast.parse(stub).body[0]
        assert isinstance(function, ast.FunctionDef)
        outside = [
            function.args,
            *function.decorator_list,
            *([function.returns] if function.returns else []),
        ]
        for part in outside:
            yield from _names(part)


def _names(part: ast.AST) -> Iterator[str]:
    yield from (node.id for node in ast.walk(part) if isinstance(node, ast.Name))
