"""The starter as a notebook: statement and stubs by turns, between installing and checking.

Written as plain JSON after nbformat 4.5. A cell's id says what the cell is for, so that two
releases of an exercise can be compared.
"""

from __future__ import annotations

import json
import re
from typing import Any

from grader.course.definition import Definition
from grader.load.read.release_cells import check_cell, install_cell, mark
from grader.release.pieces import Pieces
from grader.release.statement import sections


def notebook(
    definition: Definition, pieces: Pieces, statement: str, file: str, requirement: str
) -> str:
    """Return the notebook's JSON text; ``file`` is the name under which it is saved."""
    beside = ["exercise.json", *(f"{module.names[0]}.py" for module in definition.modules)]
    cells = [
        _ours("install", install_cell(beside, requirement)),
        _code("imports", pieces.head),
    ]
    for number, section in enumerate(sections(statement, definition.functions)):
        cells.insert(
            0 if number == 0 else len(cells), _markdown(f"statement-{number}", section.text)
        )
        cells += [_code(f"function-{name}", pieces.stubs[name]) for name in section.functions]
    cells.append(_ours("check", check_cell(beside, file)))
    data = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": _id(name), "metadata": {}, "source": _lines(text)}


def _code(name: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "code", "execution_count": None, "id": _id(name), "metadata": {},
        "outputs": [], "source": _lines(text),
    }  # fmt: skip


def _ours(name: str, text: str) -> dict[str, Any]:
    """A cell that is no student's work, marked so that nobody is told that it was not run."""
    return {**_code(name, text), "metadata": {"grader": mark(text)}}


def _id(name: str) -> str:
    """Letters, digits, - and _, at most 64 of them."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:64]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
