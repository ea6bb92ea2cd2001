"""stdout is for data, stderr for messages; a reader who goes away early is no error."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO


def prepare_streams() -> None:
    """Names in any script can be written, whatever the terminal's encoding: escaped if need be."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Write data to stdout. The exit code stays the verdict's when nobody reads on (``| head``)."""
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)


def message(text: str) -> None:
    """Write one message to stderr."""
    try:
        print(text, file=sys.stderr, flush=True)
    except BrokenPipeError:
        _silence(sys.stderr)


def emit_json(value: object) -> None:
    import json

    emit(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def wants_color(stream: TextIO) -> bool:
    """Colour only for a terminal, and never against NO_COLOR (no-color.org: set and not empty)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def width(fallback: int = 80) -> int:
    """Columns of the terminal; long lines are not spread over a very wide one."""
    import shutil

    return max(40, min(shutil.get_terminal_size((fallback, 24)).columns, 120))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Plain columns, numbers included, that can be read without colour and cut with awk."""
    lines = [header, *rows]
    widths = [max(_cells(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell + " " * (space - _cells(cell)) for cell, space in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(text: str) -> int:
    """Columns that ``text`` takes on a terminal: East Asian wide letters take two, accents none."""
    import unicodedata

    return sum(
        0
        if unicodedata.combining(letter)
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )


def _silence(stream: TextIO) -> None:
    # What is still buffered must go somewhere, or the interpreter complains when it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
