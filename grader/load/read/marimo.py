"""Marimo notebooks: Python files that keep each cell in a function of its own.

What stands in such a function is at top level when the notebook runs, so it is read from there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.load.read import messages
from grader.load.read.cells import Reading
from grader.model.submission import Note

_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WHOLE = frozenset(("function", "class_definition"))  # `@app.function` stands above what it defines


def read_as_marimo(reading: Reading, notes: list[Note]) -> Reading:
    """The reading with the cells of a marimo notebook taken out of their functions."""
    cell = reading.cell
    if cell is None or "marimo" not in cell.text or not _imports_it(cell.tree.body):
        return reading
    notes.append(messages.is_marimo())
    body = list(_unwrapped(cell.tree.body))
    return Reading(
        replace(cell, tree=ast.Module(body, [])), reading.notes, reading.broken, reading.unread
    )


def _imports_it(body: Sequence[ast.stmt]) -> bool:
    return any(
        isinstance(node, ast.Import) and any(alias.name == "marimo" for alias in node.names)
        for node in body
    )


def _unwrapped(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        kinds = [kind for d in getattr(node, "decorator_list", []) if (kind := _kind(d))]
        if isinstance(node, _DEFS) and "cell" in kinds:
            yield from (inner for inner in node.body if not isinstance(inner, ast.Return))
        elif isinstance(node, ast.With) and any(
            _kind(i.context_expr) == "setup" for i in node.items
        ):
            yield from node.body
        elif isinstance(node, (*_DEFS, ast.ClassDef)) and _WHOLE.intersection(kinds):
            node.decorator_list = [d for d in node.decorator_list if _kind(d) not in _WHOLE]
            yield node
        elif not _is_its_own(node):
            yield node


def _kind(decorator: ast.expr) -> str:
    """ "cell" of ``@app.cell`` and ``@app.cell(hide_code=True)``."""
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    named = isinstance(decorator, ast.Attribute) and isinstance(decorator.value, ast.Name)
    return decorator.attr if named else ""  # type: ignore[attr-defined]


def _is_its_own(node: ast.stmt) -> bool:
    """What marimo itself writes around the cells."""
    written = ast.unparse(node) if isinstance(node, (ast.Assign, ast.If, ast.Import)) else ""
    return written.startswith(
        ("import marimo", "app = marimo.App(", "__generated_with =", "if __name__ == '__main__':")
    )
