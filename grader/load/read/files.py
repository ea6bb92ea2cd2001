"""Reads a submitted file from disk: a regular file only, never through a link, never without end."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from grader.load.read import messages
from grader.load.read.source import MAX_NOTEBOOK_BYTES, read_bytes
from grader.model.submission import Source
from grader.util.errors import Unreadable

# A named pipe must not make the open wait, and a terminal must not become ours.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_file(path: Path, name: str | None = None) -> Source:
    """The file as a Source called ``name`` (by default the file's own name); may raise Unreadable."""
    return read_bytes(_content(path), path.name if name is None else name)


def _content(path: Path) -> bytes:
    try:
        _require_regular(os.lstat(path).st_mode)
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as file:
            # Asked again of what was opened: the path may mean something else by now.
            _require_regular(os.fstat(descriptor).st_mode)
            data = file.read(MAX_NOTEBOOK_BYTES + 1)
    except OSError as error:
        raise Unreadable(messages.system_refused(error)) from None
    except ValueError:
        raise Unreadable(messages.NULL_IN_NAME) from None
    return data


def _require_regular(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        raise Unreadable(messages.LINK)
    if stat.S_ISDIR(mode):
        raise Unreadable(messages.FOLDER)
    raise Unreadable(messages.NOT_REGULAR)
