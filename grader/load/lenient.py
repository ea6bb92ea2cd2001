"""Keeps ``float(np.dot(a, b))`` of a one-entry array working, as it did when courses were written.

NumPy 2.4 refuses to make a number of an array that has axes, however few entries it holds. The
calls ``float(x)`` and ``int(x)`` with one argument are sent to helpers of the child's namespace
(`grader.sandbox.namespace`) that take such an array's one entry; nothing else changes.
"""

from __future__ import annotations

import ast
from types import CodeType

HELPERS = {"float": "_float_of", "int": "_int_of"}


def calls_numbers(code: CodeType) -> bool:
    """Whether it is worth looking closer: some code in it reads a name like ``float``."""
    if any(name in HELPERS for name in code.co_names):
        return True
    return any(calls_numbers(inner) for inner in code.co_consts if isinstance(inner, CodeType))


class Lenient(ast.NodeTransformer):
    """Rewrites the calls in a tree; positions stay, so that line numbers do."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        plain = len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred)
        if plain and isinstance(function, ast.Name) and function.id in HELPERS:
            node.func = ast.copy_location(ast.Name(HELPERS[function.id], ast.Load()), function)
        return node
