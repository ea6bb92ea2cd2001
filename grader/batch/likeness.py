"""Hashes of what students wrote, by which the instructor's page finds files with the same text.

Normalised: comments, docstrings, layout and quotes do not count, since they are what is changed first in
a copy; names and order do. The hash tells nothing of the text to who has not got it.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Sequence

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
        body = _without_docstring(node)
        if sum(isinstance(inner, ast.stmt) for each in body for inner in _walk(each)) < SHORTEST:
            continue
        text = "\n".join(_dump(each) for each in (node.args, *body))
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


def _walk(node: ast.AST) -> list[ast.AST]:
    found, waiting = [], [node]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(ast.iter_child_nodes(found[-1]))
    return found


def _dump(node: ast.AST) -> str:
    """The tree in one line. Not ``ast.dump``, which calls itself at every level of a student's nesting."""
    pieces: list[str] = []
    waiting: list[object] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, ast.AST):
            values = [value for _, value in ast.iter_fields(item)]
            pieces.append(f"{type(item).__name__}{len(values)}")
            waiting.extend(reversed(values))
        elif isinstance(item, list):
            pieces.append(f"[{len(item)}")
            waiting.extend(reversed(item))
        elif isinstance(item, int) and not isinstance(item, bool):
            pieces.append(hex(item))  # the decimal form of a huge one is refused
        else:
            pieces.append(repr(item))
    return " ".join(pieces)
