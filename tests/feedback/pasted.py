"""Runs the code of a small input as a student would paste it, with the student's functions and the right ones."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.course.definition import Definition
from grader.model.exercise import Tolerance
from grader.model.result import Counterexample

_ROUNDED = Tolerance(rtol=1e-4, atol=1e-9)


def gives_both(shown: Counterexample, definition: Definition, source: str) -> bool:
    """Whether the code gives what is said: with the functions of ``source``, and with the reference's."""
    given = [module.source for module in definition.modules]
    ours = {"reference", *(name for module in definition.modules for name in module.names)}
    right = [*given, *(_without_imports(text, ours) for text in definition.reference.values())]
    verb, _, yours = shown.yours.partition(" ")
    yours, _, place = yours.partition(" in `result")
    own = pasted(shown.code, *right, _without_imports(source, ours))
    if verb == "raises":
        gives_yours = isinstance(own, Exception) and type(own).__name__ == yours
    else:
        gives_yours = _is_said(yours, place, own)
    return gives_yours and _is_said(shown.right, place, pasted(shown.code, *right))


def _without_imports(text: str, modules: Collection[str]) -> str:
    """A file without its imports of these modules: all of them share one namespace here."""
    tree = ast.parse(text)
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in modules)
    ]
    return ast.unparse(tree)


def pasted(code: str, *sources: str) -> Any:
    """What the last line of the code gives after these sources, or the exception that it raises."""
    names: dict[str, Any] = {"__name__": "pasted"}
    *lines, call = code.splitlines()
    try:
        for source in sources:
            exec("import numpy as np\n" + source, names)
        exec("\n".join(lines), names)
        return eval(call, names)
    except Exception as error:
        return error


def _is_said(text: str, place: str, value: Any) -> bool:
    """Whether a text says what a value is, or the part of it at a place."""
    if place and not isinstance(value, Exception):
        value = eval("result" + place.rstrip("`"), {"result": value})
    return not isinstance(value, Exception) and agrees(eval(text, {"np": np}), value, _ROUNDED)
