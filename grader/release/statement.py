"""Cuts a statement into sections, and says which functions each one describes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HEADING = re.compile(r"#{1,6} ")


@dataclass(frozen=True, slots=True)
class Section:
    """Markdown from one heading to the next, and the functions to be written after it."""

    text: str
    functions: tuple[str, ...]


def sections(statement: str, functions: Sequence[str]) -> list[Section]:
    """Every function stands once: after the section with its heading, else the first that calls it
    by name, else at the end."""
    texts = _cut(statement)
    after: dict[int, list[str]] = {}
    for name in functions:
        call = re.compile(rf"`{re.escape(name)}\(")
        by_heading = (n for n, text in enumerate(texts) if call.search(text.partition("\n")[0]))
        by_text = (n for n, text in enumerate(texts) if call.search(text))
        place = next(by_heading, next(by_text, len(texts) - 1))
        after.setdefault(place, []).append(name)
    return [Section(text, tuple(after.get(n, ()))) for n, text in enumerate(texts)]


def _cut(statement: str) -> list[str]:
    texts: list[list[str]] = [[]]
    fenced = False
    for line in statement.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if not fenced and _HEADING.match(line) and any(texts[-1]):
            texts.append([])
        texts[-1].append(line)
    return ["\n".join(lines).strip() for lines in texts]
