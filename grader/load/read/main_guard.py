"""What stands under ``if __name__ == "__main__":`` is at top level when a student runs the file."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeGuard

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def unguarded(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, with the body of such a block in its place where it defines something.

    Of what comes out, only definitions and what they read are ever run, as everywhere in a file.
    """
    for node in body:
        if _is_guard(node) and any(isinstance(inner, _DEFINITIONS) for inner in node.body):
            yield from unguarded(node.body)
        else:
            yield node


def _is_guard(node: ast.stmt) -> TypeGuard[ast.If]:
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare):
        return False
    sides = (node.test.left, *node.test.comparators)
    return (
        len(sides) == 2
        and isinstance(node.test.ops[0], ast.Eq)
        and any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
        and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    )
