"""Reads a page of the documentation as a list of things to do."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+/[\w.-]+\.\w+)`")


@dataclass(frozen=True)
class Write:
    """A block of code that belongs into a file."""

    path: str
    text: str
    append: bool


@dataclass(frozen=True)
class Command:
    words: tuple[str, ...]
    code: int


@dataclass(frozen=True)
class Shows:
    """Lines that the commands before it printed."""

    lines: tuple[str, ...]


def steps(page: Path) -> Iterator[Write | Command | Shows]:
    """What a reader does, from the top down.

    A python block belongs into the file that was named last before it; after "Append to" it is
    added. A command is expected to succeed unless a comment beside it says how it exits.
    """
    text = page.read_text("utf-8")
    end = 0
    for block in _BLOCK.finditer(text):
        before, kind, content = text[end : block.start()], block[1], block[2]
        end = block.end()
        if kind == "sh":
            for line in content.splitlines():
                command, _, comment = line.partition("  # exits with ")
                yield Command(tuple(shlex.split(command)), int(comment or 0))
        elif kind == "text":
            yield Shows(tuple(content.splitlines()))
        elif kind in ("python", "markdown"):
            path = _FILE.findall(before)[-1]
            yield Write(path, content, "Append to" in before.rpartition("\n\n")[0] + before)
