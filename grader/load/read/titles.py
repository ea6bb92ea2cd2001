"""Names a notebook's cells by what their student sees: the number, and the first line beside it.

Jupyter shows no numbers of cells, and those in brackets count how often something was run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.load.read.formatting import printable
from grader.model.submission import Program

_CELL = re.compile(r"\bcell (\d+)\b(?:, line (\d+)\b)?")
_MOST = 2  # a list of many cells stays a list of numbers
_WIDEST = 40


def with_titles(program: Program) -> Program:
    """Return the program with the first lines of cells in its notes and reasons."""
    if not any("cell " in origin for origin in program.texts):
        return program
    return replace(
        program,
        notes=tuple(
            note._replace(text=_titled(note.text, program.texts)) for note in program.notes
        ),
        missing={name: _titled(why, program.texts) for name, why in program.missing.items()},
    )


def first_line(text: str) -> tuple[int, str]:
    """The number and the text of the first line of a cell that holds something."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            return number, printable(line, _WIDEST).replace("`", "'")
    return 1, ""


def _titled(sentence: str, texts: Mapping[str, str]) -> str:
    named = list(_named(sentence, texts))
    if len({origin for _, _, origin in named}) > _MOST:
        return sentence
    seen: set[str] = set()
    parts, done = [], 0
    for end, line, origin in named:
        number, title = first_line(texts[origin])
        told = title in sentence.partition("\n")[0]
        if origin not in seen and title and not told and str(number) != line:
            parts += [sentence[done:end], f" `{title}`"]
            done = end
        seen.add(origin)
    return "".join([*parts, sentence[done:]])


def _named(sentence: str, texts: Mapping[str, str]) -> Iterator[tuple[int, str | None, str]]:
    """Where a cell's name ends, the line that is told with it, and the cell's origin."""
    for found in _CELL.finditer(sentence):
        end = found.end(1)
        own = [o for o in texts if o.endswith(f"cell {found[1]}") and sentence[:end].endswith(o)]
        if own:
            yield end, found[2], max(own, key=len)
