"""The cells of an assignment's notebook, and what each is for.

nbgrader marks cells in their metadata, and parts of cells by comments (``### BEGIN SOLUTION``,
``### BEGIN HIDDEN TESTS``). otter marks questions, solutions and tests by cells and by comments
(``# BEGIN TESTS``, ``# HIDDEN``, ``# SOLUTION``). Any other notebook has functions and asserts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.util.errors import UsageError
from grader.util.notebook_library import import_nbformat

_REGION = re.compile(r"^\s*#+\s*(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS|TESTS|QUESTION|PROMPT)\b.*$")
_OTTER_PROMPT = re.compile(r'^\s*"""\s*#\s*BEGIN PROMPT.*?#\s*END PROMPT\s*$', re.M | re.S)
_OTTER_MARK = re.compile(r"\s*#\s*(?:SOLUTION|SEED)(?: NO PROMPT)?\s*$")
_OTTER_HIDDEN = re.compile(r"^\s*#+\s*HIDDEN\b", re.M)
_OTTER_POINTS = re.compile(r"^\s*(?:#\s*)?points:\s*([\d.]+)\s*$", re.M)
_COMMAND = re.compile(r"^\s*[%!]")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a cell that has one purpose.

    number    of its cell, from 1, as messages name it
    kind      "text", "code" or "tests"
    hidden    of tests: whether students do not get them
    points    of tests, where the notebook says so, for all parts of one ``group`` together
    """

    number: int
    kind: str
    text: str
    hidden: bool = False
    points: Fraction | None = None
    group: str = ""


def parts_of(path: Path) -> tuple[list[Part], list[str]]:
    """The notebook's parts in order, and what of it was left out; raises UsageError."""
    try:
        nbformat = import_nbformat()
        notebook = nbformat.read(str(path), as_version=4)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except Exception as error:
        raise UsageError(f"{path} is no notebook: {error}") from error
    parts: list[Part] = []
    left: list[str] = []
    state = _Otter()
    for number, cell in enumerate(notebook.cells, 1):
        parts += _of_cell(number, cell, state, left)
    return parts, left


@dataclass(slots=True)
class _Otter:
    """Where in an otter assignment a cell stands."""

    tests: bool = False
    points: Fraction | None = None
    question: int = 0


def _of_cell(number: int, cell: Any, otter: _Otter, left: list[str]) -> Iterator[Part]:
    text = str(cell.source)
    mark = re.search(r"^\s*#+\s*(BEGIN|END) (QUESTION|TESTS)", text, re.M)
    if mark is not None and (cell.cell_type != "code" or len(_code_lines(text)) == 0):
        begins, what = mark[1] == "BEGIN", mark[2]
        otter.tests = begins and what == "TESTS"
        if begins and what == "QUESTION":
            points = _OTTER_POINTS.search(text)
            otter.points = Fraction(points[1]) if points else None
            otter.question = number
        return
    if cell.cell_type == "markdown":
        options = cell.metadata.get("nbgrader", {})
        if options.get("grade") and options.get("solution"):
            left.append(f"cell {number}: a free answer, marked by hand: {_first_line(text)}")
        elif not re.search(r"#\s*ASSIGNMENT CONFIG", text):
            yield Part(number, "text", text.replace("<!-- BEGIN QUESTION -->", ""))
        return
    if cell.cell_type != "code":
        if not re.search(r"#\s*(ASSIGNMENT CONFIG|BEGIN|END)", text):
            left.append(f"cell {number}: a raw cell: {_first_line(text)}")
        return
    yield from _of_code(number, text, cell.metadata.get("nbgrader", {}), otter, left)


def _of_code(
    number: int, text: str, options: Any, otter: _Otter, left: list[str]
) -> Iterator[Part]:
    points, group = otter.points, f"question {otter.question}"
    if options.get("grade"):
        points, group = Fraction(str(options.get("points") or 0)), f"cell {number}"
    is_test = otter.tests or bool(options.get("grade") and not options.get("solution"))
    text = _OTTER_PROMPT.sub("", text)
    shown: list[str] = []
    hidden: list[str] = []
    region = ""
    for line in text.splitlines():
        mark = _REGION.match(line)
        if mark is not None:
            region = mark[2] if mark[1] == "BEGIN" else ""
        elif _COMMAND.match(line):
            left.append(f"cell {number}: a command of the notebook: {line.strip()}")
        elif region == "HIDDEN TESTS":
            hidden.append(line)
        else:
            shown.append(_OTTER_MARK.sub("", line))
    code = "\n".join(shown)
    all_hidden = is_test and _OTTER_HIDDEN.search(text) is not None
    if _code_lines(code):
        kind = "tests" if is_test or _asserts(code) else "code"
        yield Part(number, kind, code, hidden=all_hidden, points=points, group=group)
    if hidden:
        # What the visible part of the cell assigns stands before it.
        before = [line for line in shown if not line.lstrip().startswith("assert")]
        text = "\n".join([*before, *hidden])
        yield Part(number, "tests", text, hidden=True, points=points, group=group)


def _asserts(code: str) -> bool:
    """Whether a cell that defines nothing checks something."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return False
    defines = any(isinstance(n, (ast.FunctionDef, ast.ClassDef)) for n in tree.body)
    return not defines and any(isinstance(n, ast.Assert) for n in ast.walk(tree))


def _code_lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:60]
