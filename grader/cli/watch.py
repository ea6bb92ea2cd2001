"""Looks at files again and again, and says when they were saved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

_PAUSE = 0.25  # seconds: soon enough after a save, and next to nothing in between
_SUFFIXES = (".py", ".ipynb")


def saves(path: Path) -> Iterator[None]:
    """Yield at once, and then after every change of ``path`` (a file, or a folder's own files).

    A change is told when the files have stood still for a moment: editors write in steps, and
    some put a new file in the old one's place.
    """
    seen = _state(path)
    yield
    while True:
        time.sleep(_PAUSE)
        now = _state(path)
        while now != seen:
            seen = now
            time.sleep(_PAUSE)
            now = _state(path)
            if now == seen and now:
                yield


def _state(path: Path) -> dict[str, tuple[int, int]]:
    """When each file was last written and how long it is; empty while there is none."""
    try:
        files = [p for p in path.iterdir() if p.suffix in _SUFFIXES] if path.is_dir() else [path]
    except OSError:
        return {}
    found = {}
    for file in sorted(files):
        try:
            status = file.stat()
        except OSError:  # between two steps of an editor's save
            continue
        found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found
