"""Functions with the same text, by which the instructor's page finds copies.

Comments, docstrings, layout and quotes do not count, since they are what is changed first in a copy;
names and order do. Short correct functions are often the same, so a function that is the same for a fiftieth
of the class or more is left out. What remains is a reason to look, not a proof.
"""

from __future__ import annotations

import ast
import hashlib
import marshal
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.model.submission import Source

FEWEST_STATEMENTS = 3
"""Shorter functions are often the same by chance."""
SHARE = 0.02
SMALL = 3
"""In a small class so many may have the same text: two of thirty are more than a fiftieth."""
_SILENT = frozenset(("ctx", "kind", "type_comment"))
"""Fields of syntax nodes that follow from the place, name the quotes, or are never set."""


def text_hashes(sources: Sequence[Source], names: Collection[str]) -> dict[str, str]:
    """Graded function -> hash of its normalised text, for functions that are long enough.

    The last definition counts. The hash says nothing about the text to anyone who does not have it.
    """
    definitions = {
        node.name: node
        for source in sources
        for cell in source.cells
        for node in cell.tree.body
        if isinstance(node, ast.FunctionDef) and node.name in names
    }
    return {name: _hash(node) for name, node in definitions.items() if _is_long_enough(node)}


def _is_long_enough(function: ast.FunctionDef) -> bool:
    waiting: list[ast.AST] = [*_without_docstring(function.body)]
    statements = 0
    while waiting and statements < FEWEST_STATEMENTS:
        node = waiting.pop()
        statements += isinstance(node, ast.stmt)
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, block, [])
            waiting += inner if isinstance(inner, list) else []
    return statements >= FEWEST_STATEMENTS


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


def _hash(function: ast.FunctionDef) -> str:
    """Hash over the whole syntax tree. Not ``ast.dump``: it recurses at every level of a student's nesting."""
    parts: list[Any] = []
    waiting: list[Any] = [function.args, *_without_docstring(function.body)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, ast.AST):
            parts.append(type(item).__name__)
            waiting += (value for name, value in ast.iter_fields(item) if name not in _SILENT)
        elif isinstance(item, list):
            parts.append(len(item))
            waiting += item
        else:
            parts.append(item)
    # Marshal's version 2 writes equal values as equal bytes, whichever of them are one object.
    return hashlib.sha256(marshal.dumps(parts, 2)).hexdigest()[:16]


@dataclass(slots=True)
class SharedTexts:
    """Which students wrote which text. Students are numbers, so that a large class takes little room."""

    _texts: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, student: int, hashes: Mapping[str, str]) -> None:
        """Note a student's functions and the hashes of their texts."""
        for function, text in hashes.items():
            self._texts[function][text].append(student)

    def groups(self, size: int) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """In a class of ``size``: students, and the functions whose text they share."""
        common = self.too_common(size)
        shared: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for function, texts in self._texts.items():
            for students in texts.values():
                if len(students) > 1 and function not in common:
                    shared[tuple(students)].append(function)
        return [(group, tuple(sorted(names))) for group, names in shared.items()]

    def too_common(self, size: int) -> list[str]:
        """The functions that are left out."""
        limit = max(SMALL, int(SHARE * size))
        return sorted(
            name for name, texts in self._texts.items() if max(map(len, texts.values())) > limit
        )
