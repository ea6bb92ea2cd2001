"""Tables of plain text, for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Plain columns, numbers included, that can be read without colour and cut with awk."""
    lines = [header, *rows]
    widths = [max(cells(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell + " " * (space - cells(cell)) for cell, space in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def cells(text: str) -> int:
    """Columns that ``text`` takes on a terminal: East Asian wide letters take two, accents none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(letter)
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )
