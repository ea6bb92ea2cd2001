"""How the loader's sentences name places and quote the student's own text.

A note is one sentence that its student may read. A place is a cell's or a file's name (its
``origin``) and a line in it; syntax errors also show the line with a caret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from grader.load import messages
from grader.model.submission import Note, Program
from grader.util.language import gettext

_MAX_NOTES = 150
_WIDEST_LINE = 72
_WIDEST_TITLE = 40


def printable(text: str, limit: int = 60) -> str:
    """The text on one line, safe to show in a sentence and cut at ``limit`` characters."""
    text = text[: 4 * limit].strip().replace("\n", " ").replace("\t", " ")
    if not text.isprintable():
        text = "".join(char if char.isprintable() else "?" for char in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def snippet(text: str, line: int, column: int | None) -> str:
    """A line of code, and a caret under the place in it, each on a line of its own; "" for none."""
    lines = text.split("\n")
    if not 0 < line <= len(lines) or not lines[line - 1].strip():
        return ""
    code = lines[line - 1].rstrip().expandtabs(4)
    start = len(code) - len(code.lstrip())
    at = max(len(lines[line - 1][: (column or 1) - 1].expandtabs(4)) - start, 0)
    code = code[start:]
    at = min(at, len(code))
    cut = max(at - _WIDEST_LINE // 2, 0) if len(code) > _WIDEST_LINE else 0
    code = "".join(char if char.isprintable() else "?" for char in code[cut : cut + _WIDEST_LINE])
    return f"\n    {code}\n    {' ' * (at - cut)}^"


def place(origin: str, line: int) -> str:
    return f"{origin}, line {line}"


def places(spots: Iterable[tuple[str, int]]) -> str:
    """Where several statements stand: whole cells by name, places in one script by line."""
    by_origin: dict[str, list[int]] = {}
    for origin, line in spots:
        by_origin.setdefault(origin, []).append(line)
    parts = []
    for origin, lines in by_origin.items():
        if origin.startswith("cell ") or ", cell " in origin:
            parts.append(origin)
        else:
            word = "line" if len(lines) == 1 else "lines"
            parts.append(f"{origin}, {word} {listing(map(str, lines))}")
    return listing(parts)


def listing(names: Iterable[str], limit: int = 8) -> str:
    """ "a, b and c", with "and 5 more" where there are too many to read."""
    items = list(names)
    if len(items) > limit:
        items = [*items[: limit - 1], gettext("{count} more", count=len(items) - limit + 1)]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + gettext(" and ") + items[-1]


def functions(names: Iterable[str], limit: int = 12) -> str:
    return listing((f"`{printable(name)}`" for name in names), limit)


def files(names: Iterable[str], limit: int = 6) -> str:
    return listing((printable(name, 120) for name in names), limit)


def shortened(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes without repetitions, and no more of them than anybody reads."""
    unique = tuple(dict.fromkeys(notes))
    if len(unique) <= _MAX_NOTES:
        return unique
    return (*unique[:_MAX_NOTES], messages.MORE_NOTES(count=len(unique) - _MAX_NOTES))


# --- titles of cells ----------------------------------------------------------------------------

# Jupyter shows no numbers of cells, and those in brackets count how often something was run. So a
# cell is named by its number and the first line that its student sees.
_CELL = re.compile(r"\bcell (\d+)\b(?:, line (\d+)\b)?")
_MOST_TITLES = 2  # a list of many cells stays a list of numbers


def with_titles(program: Program) -> Program:
    """Return the program with the first lines of cells in its notes and reasons."""
    if not any("cell " in origin for origin in program.texts):
        return program
    texts = program.texts
    notes = tuple(note._replace(text=_titled(note.text, texts)) for note in program.notes)
    missing = {name: _titled(why, texts) for name, why in program.missing.items()}
    return replace(program, notes=notes, missing=missing)


def first_line(text: str) -> tuple[int, str]:
    """The number and the text of the first line of a cell that holds something."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            return number, printable(line, _WIDEST_TITLE).replace("`", "'")
    return 1, ""


def _titled(sentence: str, texts: Mapping[str, str]) -> str:
    cells = list(_cells_in(sentence, texts))
    if len({origin for _, _, origin in cells}) > _MOST_TITLES:
        return sentence
    seen: set[str] = set()
    parts, done = [], 0
    for end, line, origin in cells:
        number, title = first_line(texts[origin])
        quoted = title in sentence.partition("\n")[0]
        if origin not in seen and title and not quoted and str(number) != line:
            parts += [sentence[done:end], f" `{title}`"]
            done = end
        seen.add(origin)
    return "".join([*parts, sentence[done:]])


def _cells_in(sentence: str, texts: Mapping[str, str]) -> Iterator[tuple[int, str | None, str]]:
    """Where a cell's name ends in the sentence, the line that follows it, and the cell's origin."""
    for match in _CELL.finditer(sentence):
        end = match.end(1)
        origins = [
            o for o in texts if o.endswith(f"cell {match[1]}") and sentence[:end].endswith(o)
        ]
        if origins:
            yield end, match[2], max(origins, key=len)
