"""stdout is for data, stderr for messages; a reader who goes away early is no error."""

from __future__ import annotations

import os
import sys

from grader.util.errors import GraderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def prepare_streams() -> None:
    """Names in any script can be written, whatever the terminal's encoding: escaped if need be.

    What was closed before the command began (``>&-``) goes nowhere; the exit code still tells.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Write data to stdout. The exit code stays the verdict's when nobody reads on (``| head``).

    Raises GraderError where it cannot be written: half a table in a file must not look like one.
    """
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as fault:
        _silence(sys.stdout)
        raise GraderError(f"cannot write the output: {fault.strerror}") from None


def message(text: str) -> None:
    """Write one message to stderr."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # nobody reads on, or the log's disk is full: what is done counts all the same
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
