"""Keeps ``float(np.dot(a, b))`` of a one-entry array working, as it did when courses were written.

NumPy 2.4 refuses to make a number of an array that has axes, however few entries it holds. The
calls ``float(x)`` and ``int(x)`` with one argument are sent to helpers of the child's namespace
(`grader.sandbox.child.student_namespace`) that take such an array's one entry; nothing else changes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

HELPERS = {"float": "_float_of", "int": "_int_of"}


def calls_numbers(code: CodeType) -> bool:
    """Whether it is worth looking closer: some code in it reads a name like ``float``."""
    if any(name in HELPERS for name in code.co_names):
        return True
    return any(calls_numbers(inner) for inner in code.co_consts if isinstance(inner, CodeType))


@contextmanager
def lenient(tree: ast.AST) -> Iterator[None]:
    """Have those calls name the helpers while ``tree`` is compiled; afterwards it is as it was."""
    changed: list[tuple[ast.Name, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            function = node.func
            starred = isinstance(node.args[0], ast.Starred)
            if isinstance(function, ast.Name) and function.id in HELPERS and not starred:
                changed.append((function, function.id))
    for name, own in changed:
        name.id = HELPERS[own]
    try:
        yield
    finally:
        for name, own in changed:
            name.id = own
