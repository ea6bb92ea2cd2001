"""Cells under a magic in a script that was exported from a notebook: there they are texts.

`jupyter nbconvert --to script` turns a cell that begins with ``%%time`` into
``get_ipython().run_cell_magic('time', '', 'def f(x): ...')``. What such a text defines, the notebook
defines.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.load.read.compile import CannotCompile, parse
from grader.load.read.magics import FOREIGN


def with_magic_cells(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, each such call replaced by its text's, at the call's own line."""
    for node in body:
        text = _text(node)
        if text is None:
            yield node
            continue
        try:
            inner = parse(text).body
        except CannotCompile:
            yield node
            continue
        for statement in inner:
            for part in ast.walk(statement):
                if hasattr(part, "lineno"):
                    ast.copy_location(part, node)
            yield statement


def _text(node: ast.stmt) -> str | None:
    """The text of a call of ``run_cell_magic`` whose magic runs it as Python of the notebook."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    if call.func.attr != "run_cell_magic" or len(words) != 3 or words[0] in FOREIGN:
        return None
    return words[2] if isinstance(words[2], str) else None
