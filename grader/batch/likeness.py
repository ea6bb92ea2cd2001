"""Hashes of what students wrote, by which the instructor's page finds files with the same text.

Normalised: comments, docstrings, layout and quotes do not count, since they are what is changed first in
a copy; names and order do. The hash tells nothing of the text to who has not got it.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from grader.model.submission import Source

SHORTEST = 3
"""Functions of fewer statements are too much alike by themselves."""


def likeness(sources: Sequence[Source], names: Collection[str]) -> dict[str, str]:
    """Graded function -> hash of its normalised text, of those that are long enough; the last definition counts."""
    found = {}
    for source in sources:
        for cell in source.cells:
            for node in cell.tree.body:
                if isinstance(node, ast.FunctionDef) and node.name in names:
                    found[node.name] = node
    hashes = {}
    for name, node in found.items():
        texts, statements = zip(*map(_dump, (node.args, *_without_docstring(node))), strict=True)
        if sum(statements) < SHORTEST:
            continue
        text = "\n".join(texts)
        hashes[name] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return hashes


def _without_docstring(node: ast.FunctionDef) -> list[ast.stmt]:
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return node.body[1:]
    return node.body


def _dump(node: ast.AST) -> tuple[str, int]:
    """The tree in one line, and how many statements are in it.

    Not ``ast.dump``, which calls itself at every level of a student's nesting.
    """
    pieces: list[str] = []
    statements = 0
    waiting: list[Any] = [node]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is str or item is None:
            pieces.append(repr(item))
        elif kind is list:
            pieces.append(f"[{len(item)}")
            waiting += item[::-1]
        elif issubclass(kind, ast.AST):
            statements += issubclass(kind, ast.stmt)
            values = [getattr(item, field) for field in kind._fields if hasattr(item, field)]
            pieces.append(f"{kind.__name__}{len(values)}")
            waiting += values[::-1]
        elif kind is int:
            pieces.append(hex(item))  # the decimal form of a huge one is refused
        else:
            pieces.append(repr(item))
    return " ".join(pieces), statements
