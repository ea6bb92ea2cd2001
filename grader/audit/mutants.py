"""All mutants of one function of the reference, each once, as text edits with their place."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.audit.arithmetic import arithmetic
from grader.audit.arrays import arrays
from grader.audit.code import Code
from grader.audit.names import names
from grader.audit.statements import statements

DEFAULT = "default value"
_OPERATORS = (arithmetic, arrays, names, statements)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed function. ``line`` counts in the function's own text, from 1."""

    function: str
    operator: str
    line: int
    text: str
    shape: str
    """The changed function's syntax tree as text: equal for mutants that differ in layout only."""


def mutants_of(name: str, text: str, known: Collection[str] = ()) -> list[Mutant]:
    """Return the mutants of a function, in reading order.

    ``known`` are the shapes of other right forms: what equals one of them is no fault.
    """
    code = Code(text)
    seen = {shape_of(code.function), *known}
    found = []
    defaults = {id(node) for node in code.function.args.defaults}
    for operator, node, changed in sorted(_changes(code), key=lambda made: code.start(made[1])):
        fitted = _fitted(code, node, changed)
        if fitted is None or fitted[1] in seen:
            continue
        seen.add(fitted[1])
        if id(node) in defaults:
            operator = DEFAULT
        found.append(Mutant(name, operator, code.line(node), *fitted))
    return found


def _changes(code: Code) -> Iterator[tuple[str, ast.AST, str]]:
    for node in code.nodes():
        for operator in _OPERATORS:
            yield from operator(node, code)


def _fitted(code: Code, node: ast.AST, text: str) -> tuple[str, str] | None:
    """The function with the change in it, in parentheses only where they are needed."""
    plain = code.replaced(node, text)
    shape = _shape(plain)
    if not isinstance(node, ast.expr) or isinstance(node, ast.Slice):
        return (plain, shape) if shape is not None else None
    safe = code.replaced(node, f"({text})")
    safe_shape = _shape(safe)
    if safe_shape is None:
        return None
    return (plain, safe_shape) if shape == safe_shape else (safe, safe_shape)


def _shape(text: str) -> str | None:
    try:
        return shape_of(ast.parse(text).body[0])
    except SyntaxError:
        return None


def shape_of(function: ast.AST) -> str:
    """What a function's syntax tree says, without positions."""
    return ast.dump(function)
