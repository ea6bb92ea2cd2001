"""What the platforms' own tables have in common when scores are filled into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from grader.util.csv_tables import delimiter_of, inert, read_rows

_OWN_WORDS = re.compile("feedback|comment|note|coment|kommentar", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[0-9.,]+ ?%?")
_MOST_LISTED = 10


def number(value: int | float) -> str:
    """Without an exponent, and without decimals that say nothing."""
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def kept(column: str, cell: str) -> str:
    """A cell of the template. Names that begin like a formula become text; a dash, a number and what
    teachers wrote stay as they are."""
    if _OWN_WORDS.search(column) or _NUMBER.fullmatch(cell):
        return cell
    return inert(cell)


def normal(title: str) -> str:
    """A title for comparing."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def listed(names: Iterable[str]) -> str:
    """Names in one line, the first of them if they are many; a name may hold a comma."""
    every = list(names)
    return "; ".join(every[:_MOST_LISTED]) + ("; ..." if len(every) > _MOST_LISTED else "")


def template_rows(path: Path) -> tuple[list[list[str]], str]:
    """All rows of a platform's file, and what stands between its cells; raises UsageError for none."""
    return read_rows(path, "template"), delimiter_of(path)
