"""The known mistakes of the course, each written anew as somebody else would write it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

REWRITES = Path(__file__).parent / "rewrites"
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


class Rewrite(NamedTuple):
    """A mistake, and the text of a file that makes it: helpers, and last the function or class."""

    exercise: str
    function: str
    mistake: str
    source: str


def rewritten() -> tuple[Rewrite, ...]:
    """Every rewrite.

    Each is a function or class called ``<function>__<mistake>``, after the imports and helpers that its
    module holds. A module is an exercise's, or that of one function in the folder of an exercise.
    """
    names = sorted({_exercise_of(path) for path in REWRITES.rglob("*.py")})
    return tuple(each for name in names for each in rewrites_of(name))


@cache
def rewrites_of(exercise: str) -> tuple[Rewrite, ...]:
    """The rewrites of one exercise. Only its own modules are read."""
    paths = [path for path in sorted(REWRITES.rglob("*.py")) if _exercise_of(path) == exercise]
    return tuple(each for path in paths for each in _in_module(path))


def source_of(exercise: str, function: str, mistake: str | None = None) -> str:
    """The text of the rewrite of this mistake, or of the first one of the function."""
    return next(
        each.source
        for each in rewrites_of(exercise)
        if each.function == function and mistake in (None, each.mistake)
    )


def _exercise_of(path: Path) -> str:
    return path.relative_to(REWRITES).parts[0].removesuffix(".py")


def _in_module(path: Path) -> list[Rewrite]:
    exercise = _exercise_of(path)
    nodes = ast.parse(path.read_text("utf-8")).body
    own = [n for n in nodes if isinstance(n, _DEFINITIONS) and "__" in n.name]
    head = "\n\n".join(ast.unparse(node) for node in nodes if node not in own)
    found = []
    for node in own:
        function, _, mistake = node.name.partition("__")
        node.name = function
        found.append(Rewrite(exercise, function, mistake, f"{head}\n\n{ast.unparse(node)}\n"))
    return found
