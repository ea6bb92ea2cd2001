"""Statements left out, conditions turned, loops that stop short."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.audit.code import Change, Code, last_name

_DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete, ast.AnnAssign, ast.Break, ast.Continue)


def statements(node: ast.AST, code: Code) -> Iterator[Change]:
    """Changes of one statement."""
    if isinstance(node, _DROPPED):
        yield "dropped statement", node, "pass"
    elif isinstance(node, (ast.If, ast.While)):
        yield "condition", node.test, f"not ({code.source(node.test)})"
        if isinstance(node, ast.If):
            yield "condition", node.test, "True"
            yield "condition", node.test, "False"
    elif isinstance(node, ast.For) and not _is_range(node.iter):
        items = code.source(node.iter)
        yield "loop", node.iter, f"list({items})[1:]"
        yield "loop", node.iter, f"list({items})[:-1]"


def _is_range(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) == "range"
