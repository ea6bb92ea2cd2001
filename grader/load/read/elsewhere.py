"""Functions in cells that are no code, and in comments: nobody runs them, and their student is told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from grader.load.read import messages
from grader.load.read.cells import Reading
from grader.load.read.compile import CannotCompile, parse
from grader.load.read.formatting import place
from grader.load.read.notebook import CodeCell

_FENCED = re.compile(r"\s*```[^\n]*\n(.*?)\n?```\s*", re.S)
_COMMENTED = re.compile(r"[ \t]*#[ \t]*(?:async[ \t]+)?def[ \t]+([^\W\d]\w*)[ \t]*\(")


def elsewhere(others: Sequence[CodeCell], readings: Sequence[Reading]) -> dict[str, str]:
    """Name of a function -> where its code stands, in a sentence.

    ``others`` are the cells of other kinds. One counts only where all of it is code: a text that
    explains what is to be written is no student's.
    """
    found: dict[str, str] = {}
    for reading in readings:
        if reading.cell is not None and "#" in reading.cell.text:
            for number, line in enumerate(reading.cell.text.split("\n"), start=1):
                if (match := _COMMENTED.match(line)) is not None:
                    where = place(reading.cell.origin, number)
                    found[match[1]] = messages.commented_out(match[1], where)
    for cell in others:
        if "def " in cell.source:
            for name in _functions(cell.source):
                found[name] = messages.in_another_cell(name, f"cell {cell.number}", cell.kind)
    return found


def _functions(text: str) -> Iterator[str]:
    fenced = _FENCED.fullmatch(text)
    try:
        tree = parse(fenced[1] if fenced else text)
    except CannotCompile:
        return
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
