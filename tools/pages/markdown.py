"""Tables and pages in Markdown, for the generated pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made by `make pages`: change the program, not this page. -->"


def table(header: Sequence[str], rows: Iterable[Sequence[object]], right: int = 0) -> str:
    """A table whose last ``right`` columns hold numbers."""
    rules = ["---"] * (len(header) - right) + ["---:"] * right
    lines = [header, rules, *rows]
    return "\n".join("| " + " | ".join(cell(item) for item in line) + " |" for line in lines)


def cell(item: object) -> str:
    """Text that stays within its cell."""
    return " ".join(str(item).split()).replace("|", "\\|")


def page(*parts: str) -> str:
    return "\n\n".join((NOTE, *parts)) + "\n"
