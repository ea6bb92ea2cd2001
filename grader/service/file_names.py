"""Names of files as browsers send them."""

from __future__ import annotations

from grader.util.untrusted_text import harmless

_LONGEST_NAME = 180
"""Bytes of a file's name: file systems take 255."""
_READ = 1000


def harmless_name(name: str) -> str:
    """Return the last part of a file's name as browsers send it, without deceptive characters.

    It can be the name of a file in a folder: not empty, not a path, not too long.
    """
    last = harmless(name.replace("\\", "/").rpartition("/")[2], limit=_READ).strip()
    stem, dot, ending = last.rpartition(".")
    room = _LONGEST_NAME - len((dot + ending).encode())
    if len(last.encode()) > _LONGEST_NAME and dot and room > 0:
        last = stem.encode()[:room].decode("utf-8", "ignore") + dot + ending
    last = last.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    return last if last.strip(". ") else "submission"
