"""What the platforms' own tables have in common when scores are filled into them."""

from __future__ import annotations

import re

from grader.report.tables import inert

_OWN_WORDS = re.compile("feedback|comment|note", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[0-9.,]+ ?%?")


def number(value: int | float) -> str:
    """Without an exponent, and without decimals that say nothing."""
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def kept(column: str, cell: str) -> str:
    """A cell of the template. Names that begin like a formula become text; a dash, a number and what
    teachers wrote stay as they are."""
    if cell == "-" or _OWN_WORDS.search(column) or _NUMBER.fullmatch(cell):
        return cell
    return inert(cell)


def normal(title: str) -> str:
    """A title for comparing."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()
