"""stdout is for data, stderr for messages; a reader who goes away early is no error."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def _silence(stream: TextIO) -> None:
    # What is still buffered must go somewhere, or the interpreter complains when it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
