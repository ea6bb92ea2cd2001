"""The starter that students are handed: the reference with the graded bodies taken out."""

from __future__ import annotations

import ast
from collections.abc import Collection

from grader import load
from grader.course.definition import Definition
from grader.course.editing import apply

_TODO = ("# YOUR CODE HERE", "raise NotImplementedError()")


def starter_files(definition: Definition) -> dict[str, str]:
    """The reference's files as students get them: a given function keeps its body, with its faults."""
    files = definition.reference_files()
    for given in definition.given:
        files = apply(files, given)
    stubs = set(definition.functions) - {given.function for given in definition.given}
    return {name: make_starter(text, stubs) for name, text in files.items()}


def given_bodies(definition: Definition) -> dict[str, tuple[str, ...]]:
    """Function that is handed out with a body -> digest of that body: unchanged, it is no student's work."""
    given = {each.function for each in definition.given} & set(definition.functions)
    if not given:
        return {}
    bodies = {
        node.name: (load.body_digest(node),)
        for text in starter_files(definition).values()
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name in given
    }
    return dict(sorted(bodies.items()))


def make_starter(source: str, graded: Collection[str]) -> str:
    """Return ``source`` with the body of each graded function replaced, its docstring kept."""
    tree = ast.parse(source)
    lines = source.splitlines()
    for node in reversed(tree.body):
        if not isinstance(node, ast.FunctionDef) or node.name not in graded:
            continue
        body = node.body
        has_docstring = (
            isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and isinstance(body[0].value.value, str)
        )
        # Everything after the docstring, comments that stand before the first statement too.
        first = (body[0].end_lineno or body[0].lineno) if has_docstring else body[0].lineno - 1
        indent = " " * body[0].col_offset
        lines[first : node.end_lineno] = [indent + line for line in _TODO]
    return "\n".join(lines) + "\n"
