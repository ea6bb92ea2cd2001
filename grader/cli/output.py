"""Writes data to stdout and messages to stderr."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from grader.util.errors import GraderError

if TYPE_CHECKING:
    from grader.classroom.roster import Roster


def prepare_streams() -> None:
    """Make both streams accept every character: those that the encoding lacks are escaped.

    A stream that was closed before the command started (``>&-``) is replaced by the null device.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str) -> None:
    """Write data to stdout.

    A reader that stops early (``| head``) is no error. Raises GraderError if the data cannot be
    written: a file with half a table must not look complete.
    """
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as fault:
        _silence(sys.stdout)
        raise GraderError(f"cannot write the output: {fault.strerror}") from None


def emit_json(value: object) -> None:
    """Write ``value`` to stdout as indented JSON."""
    emit(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def message(text: str) -> None:
    """Write one message to stderr. A failure is ignored: the work that is done counts all the same."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # the reader stopped, or the disk of a log is full
        _silence(sys.stderr)


@contextmanager
def log_file(path: Path | None) -> Iterator[None]:
    """Append the package's log to ``path`` during the block; without a path there is no log.

    Raises UsageError if the file cannot be written.
    """
    if path is None:
        yield
        return
    from grader.util.files import writing_into

    with writing_into(path):
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    log = logging.getLogger("grader")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
        handler.close()


def clear_screen() -> None:
    """Clear the terminal and what can be scrolled back to, if stdout is one."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        emit("\x1b[2J\x1b[3J\x1b[H\x1b[A")


def wants_color(stream: TextIO) -> bool:
    """Return whether to colour: only on a terminal, and not if NO_COLOR is set (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def width(fallback: int = 80) -> int:
    """Return the terminal's columns, from 40 to 120: longer lines are hard to read."""
    return max(40, min(shutil.get_terminal_size((fallback, 24)).columns, 120))


def _silence(stream: TextIO) -> None:
    # Without this the interpreter complains at exit about text that is still buffered.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def class_roster(path: Path | None) -> Roster | None:
    """Read the roster that an option names, and say so where its encoding was guessed; None without one.

    Raises UsageError.
    """
    from grader.classroom.roster import read_roster
    from grader.util.csv_tables import encoding_note

    if path is None:
        return None
    roster = read_roster(path)
    if note := encoding_note(path):
        message(note)
    return roster
