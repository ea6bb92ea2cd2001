"""Tables of plain text, for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows in aligned columns, readable without colour and easy to split."""
    lines = [header, *rows]
    widths = [max(cells(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell + " " * (space - cells(cell)) for cell, space in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def cells(text: str) -> int:
    """Return the columns that ``text`` takes on a terminal: East Asian wide letters two, accents none."""
    letters = [letter for letter in text if not unicodedata.combining(letter)]
    return len(letters) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in letters)
