"""Reads a page of the documentation as a list of things to do.

A block of ``sh`` is commands, run one line at a time; each succeeds unless a comment beside it
says ``exits with N``. A block of ``text`` after commands is what they print (``…`` leaves lines
out). A block of ``console`` is commands on other machines: they are not run, but there are such
commands and options. Any other block belongs into the file that the prose named last since the block before, or,
once that file is there, shows a part of it. Without a file, ``python`` is a program (or an
exercise's lines, if that is how it begins), and ``json`` is a part of what the last command
printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGES = (
    CHECKOUT / "README.md",
    CHECKOUT / "CONTRIBUTING.md",
    *sorted((CHECKOUT / "docs").rglob("*.md")),
)

_BLOCK = re.compile(r"^( *)```([^\n]*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.\w+)`")
_SUFFIXES = {
    "python": {".py"},
    "markdown": {".md"},
    "json": {".json"},
    "csv": {".csv"},
    "po": {".po"},
    "yaml": {".yml", ".yaml"},
    "toml": {".toml"},
}


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    before: str


@dataclass(frozen=True)
class Write:
    """A block that belongs into a file, or shows one that is there."""

    path: str
    text: str
    append: bool


@dataclass(frozen=True)
class Elsewhere:
    """A command on another machine."""

    line: str


@dataclass(frozen=True)
class Command:
    line: str
    code: int


@dataclass(frozen=True)
class Shows:
    """Lines that the commands before it printed."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Data:
    """A part of the JSON that the command before it printed."""

    text: str


@dataclass(frozen=True)
class Program:
    text: str


Step = Write | Command | Elsewhere | Shows | Data | Program


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, each with the prose since the one before it."""
    text, end = page.read_text("utf-8"), 0
    for found in _BLOCK.finditer(text):
        indent, language, content = found[1], found[2].strip(), found[3]
        yield Block(
            language.split()[0] if language else "",
            re.sub(f"^{indent}", "", content, flags=re.MULTILINE),
            text[end : found.start()],
        )
        end = found.end()


def steps(page: Path) -> Iterator[Step]:
    """What a reader does, from the top down."""
    for block in blocks(page):
        if block.language == "sh":
            yield from commands(block.text)
        elif block.language == "console":
            yield from (Elsewhere(command.line) for command in commands(block.text))
        elif block.language == "text":
            yield Shows(tuple(block.text.splitlines()))
        elif block.language in _SUFFIXES:
            yield _placed(block)
        else:
            raise ValueError(f"{page.name}: a block of {block.language or 'no language'}")


def commands(text: str) -> Iterator[Command]:
    """The commands of a block, lines that end in a backslash joined."""
    for line in text.replace("\\\n", " ").splitlines():
        line = " ".join(line.split())
        if line and not line.startswith("#"):
            exits = re.search(r"# exits with (\d+)", line)
            yield Command(line, int(exits[1]) if exits else 0)


def _placed(block: Block) -> Step:
    named = [
        path
        for path in _FILE.findall(block.before)
        if Path(path).suffix in _SUFFIXES[block.language]
    ]
    if named:
        paragraph = block.before.rstrip().rpartition("\n\n")[2]
        return Write(named[-1], block.text, "Append to" in paragraph)
    if block.language == "json":
        return Data(block.text)
    if block.language == "python":
        return Program(block.text)
    raise ValueError(f"no file is named for a block of {block.language}: {block.text[:60]}")
