"""Statements left out, conditions turned, loops that stop short, results cut short."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.audit.code import Change, Code, last_name

_DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete, ast.AnnAssign, ast.Break, ast.Continue)
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def statements(node: ast.AST, code: Code) -> Iterator[Change]:
    """Changes of one statement."""
    if isinstance(node, _DROPPED):
        yield "dropped statement", node, "pass"
    elif isinstance(node, (ast.If, ast.While)):
        yield "condition", node.test, f"not ({code.source(node.test)})"
        if isinstance(node, ast.If):
            yield "condition", node.test, "True"
            yield "condition", node.test, "False"
    elif isinstance(node, ast.For):
        yield from _loop(node, code)
    elif isinstance(node, ast.Return):
        yield from _result(node, code)


def _loop(node: ast.For, code: Code) -> Iterator[Change]:
    items = code.source(node.iter)
    yield "loop", node.iter, "[]"
    if not _is_range(node.iter):
        yield "loop", node.iter, f"list({items})[1:]"
        yield "loop", node.iter, f"list({items})[:-1]"
    last = node.body[-1]
    if isinstance(last, _LEAVES):
        return
    after = f"{code.source(last)}\n{' ' * last.col_offset}"
    yield "loop left early", last, f"{after}break"
    final = code.function.body[-1]
    if isinstance(final, ast.Return):  # indented one step too far
        yield "return in the loop", last, f"{after}{code.source(final)}"


def _result(node: ast.Return, code: Code) -> Iterator[Change]:
    if node.value is not None:
        yield "result", node, "return None"
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        kept = ", ".join(code.source(item) for item in node.value.elts[:-1])
        yield "result", node, f"return {kept}"


def _is_range(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) == "range"
