"""How the loader's notes speak of places and of the student's own text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.model.submission import Note

_MAX_NOTES = 150
_WIDEST = 72


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
    cut = max(at - _WIDEST // 2, 0) if len(code) > _WIDEST else 0
    code = "".join(char if char.isprintable() else "?" for char in code[cut : cut + _WIDEST])
    return f"\n    {code}\n    {' ' * (at - cut)}^"


def place(origin: str, line: int) -> str:
    return f"{origin}, line {line}"


def listing(names: Iterable[str], limit: int = 8) -> str:
    """ "a, b and c", with "and 5 more" where there are too many to read."""
    items = list(names)
    if len(items) > limit:
        items = [*items[: limit - 1], f"{len(items) - limit + 1} more"]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def places(spots: Sequence[tuple[str, int]]) -> str:
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


def shortened(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes without repetitions, and no more of them than anybody reads."""
    unique = tuple(dict.fromkeys(notes))
    if len(unique) <= _MAX_NOTES:
        return unique
    return (
        *unique[:_MAX_NOTES],
        Note("skipped", f"{len(unique) - _MAX_NOTES} more notes were left out."),
    )
