"""Why a graded function is not there, in the student's language."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence

from grader.load.read.formatting import place, printable
from grader.model.submission import Cell

_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_CLOSE = 0.84


def reason(
    name: str,
    *,
    cells: Sequence[tuple[str, Cell]],
    broken: Mapping[str, str],
    imported: Mapping[str, str],
    lost: Mapping[str, tuple[str, int]],
    others: Collection[str],
    elsewhere: Mapping[str, str],
) -> str:
    """The most telling sentence that the evidence allows.

    broken    name -> why its code cannot be read
    imported  name -> the helper module that it was to come from
    lost      name -> where top-level code that is not run sets it
    others    functions that are there and are not graded
    elsewhere name -> the cell or comment in which its code stands
    """
    if name in broken:
        return broken[name]
    inner = _nested(name, cells)
    if inner is not None:
        return inner
    if name in imported:
        return f"`{name}` is imported from `{printable(imported[name])}`, but you are to write it yourself."
    if name in lost:
        return (
            f"`{name}` is set by code that is not run ({place(*lost[name])}). Define it with `def`."
        )
    if name in elsewhere:
        return elsewhere[name]
    close = closest(name, others)
    if close is not None:
        return f"There is no function `{name}`. Is your `{printable(close)}` meant? Then rename it."
    return nowhere(name)


def nowhere(name: str) -> str:
    """What is said where there is no trace of a function."""
    return f"There is no function `{name}`."


def closest(name: str, others: Collection[str]) -> str | None:
    """Another function whose name differs by spelling only."""
    plain = _plain(name)
    candidates = sorted(other for other in others if len(other) <= 60)[:500]
    for other in candidates:
        if _plain(other) == plain:
            return other
    found = difflib.get_close_matches(name, candidates, n=1, cutoff=_CLOSE)
    return found[0] if found else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def nested_functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST, int]]:
    """Functions that do not stand at top level: name, what they stand in, and their line."""
    stack: list[tuple[ast.AST, ast.AST | None]] = [(node, None) for node in reversed(tree.body)]
    while stack:
        node, inside = stack.pop()
        if isinstance(node, _DEFS) and inside is not None:
            yield node.name, inside, node.lineno
        if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            inner = node if isinstance(node, (*_DEFS, ast.ClassDef)) or inside is None else inside
            stack.extend(
                (child, inner)
                for child in ast.iter_child_nodes(node)
                if not isinstance(child, ast.expr)
            )


def _nested(name: str, cells: Sequence[tuple[str, Cell]]) -> str | None:
    for origin, cell in cells:
        for found, inside, line in nested_functions(cell.tree):
            if found == name:
                what = _described(inside)
                return f"`{name}` is defined inside {what} ({place(origin, line)}). Move it out of there, to the left margin."
    return None


def _described(node: ast.AST) -> str:
    if isinstance(node, ast.ClassDef):
        return f"the class `{printable(node.name)}`"
    if isinstance(node, _DEFS):
        return f"the function `{printable(node.name)}`"
    if isinstance(node, ast.If) and "__name__" in {
        n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)
    }:
        return 'the block `if __name__ == "__main__":`, which is not run'
    word = {ast.AsyncFor: "for", ast.AsyncWith: "with"}.get(type(node), type(node).__name__.lower())
    return f"a top-level `{word}` block"
