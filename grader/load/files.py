"""Reads a submitted file from disk: a regular file only, never through a link, never without end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from grader.errors import Unreadable
from grader.load.source import MAX_NOTEBOOK_BYTES, read_bytes
from grader.model.submission import Source

# A named pipe must not make the open wait, and a terminal must not become ours.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_REASONS = {
    errno.EACCES: "The file may not be read: permission denied.",
    errno.EPERM: "The file may not be read: permission denied.",
    errno.ENOENT: "The file is not there.",
    errno.ENOTDIR: "The file is not there.",
    errno.ELOOP: "The file is a link; links are not followed.",
    errno.EISDIR: "This is a folder, not a file.",
    errno.ENAMETOOLONG: "The file's name is too long to be opened.",
}


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
        reason = _REASONS.get(error.errno or 0, f"The file cannot be read: {error.strerror}.")
        raise Unreadable(reason) from None
    except ValueError:
        raise Unreadable("The file's name holds a null byte.") from None
    return data


def _require_regular(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        raise Unreadable("The file is a link; links are not followed.")
    if stat.S_ISDIR(mode):
        raise Unreadable("This is a folder, not a file.")
    raise Unreadable("This is not a regular file but a pipe, a socket or a device.")
