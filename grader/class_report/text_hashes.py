"""Hashes of what students wrote, by which the instructor's page finds files with the same text.

Normalised: comments, docstrings, layout and quotes do not count, since they are what is changed first in
a copy; names and order do. The hash tells nothing of the text to who has not got it.
"""

from __future__ import annotations

import ast
import hashlib
import marshal
from collections.abc import Callable, Collection, Sequence
from operator import attrgetter
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
    return {name: _hash(node) for name, node in found.items() if _is_long_enough(node.body)}


def _is_long_enough(body: Sequence[ast.AST]) -> bool:
    waiting = [*_without_docstring(body)]
    statements = 0
    while waiting and statements < SHORTEST:
        node = waiting.pop()
        statements += isinstance(node, ast.stmt)
        for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, inner, ())
    return statements >= SHORTEST


def _without_docstring(body: Sequence[ast.AST]) -> Sequence[ast.AST]:
    first = body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return body[1:]
    return body


def _hash(node: ast.FunctionDef) -> str:
    parts = _parts([node.args, *_without_docstring(node.body)])
    # Marshal's version 2 writes equal values as equal bytes, whichever of them are one object.
    return hashlib.sha256(marshal.dumps(parts, 2)).hexdigest()[:16]


def _parts(waiting: list[Any]) -> list[Any]:
    """Everything in these trees in one list, from which they could be built again.

    Not ``ast.dump``, which calls itself at every level of a student's nesting.
    """
    parts: list[Any] = []
    while waiting:
        item = waiting.pop()
        known = _KINDS.get(type(item))
        if known is not None:
            name, only, all_ = known
            parts.append(name)
            if all_ is not None:
                waiting += all_(item)
            elif only is not None:
                waiting.append(only(item))
        elif type(item) is list:
            parts.append(len(item))
            waiting += item
        else:
            parts.append(item)
    return parts


Get = Callable[[Any], Any]


def _kinds() -> dict[type, tuple[str, Get | None, Get | None]]:
    """Class of a node -> its name, and what gets its only field or all its fields."""
    kinds: dict[type, tuple[str, Get | None, Get | None]] = {}
    for kind in vars(ast).values():
        if isinstance(kind, type) and issubclass(kind, ast.AST):
            fields = [name for name in kind._fields if name not in _SILENT]
            get = attrgetter(*fields) if fields else None
            kinds[kind] = (kind.__name__, *((get, None) if len(fields) == 1 else (None, get)))
    return kinds


_SILENT = frozenset(("ctx", "kind", "type_comment"))
"""Fields that follow from the place, tell quotes, or are never there."""
_KINDS = _kinds()
