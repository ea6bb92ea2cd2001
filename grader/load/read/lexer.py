"""A small lexer for cells that Python does not parse.

It never fails: it only finds strings, comments, brackets and where logical lines begin, which is
enough to replace magics, to read Python 2, and to cut a broken cell into its top-level blocks, so
that the good ones survive. Linear in the text's length, also for text made to be slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum


class Kind(IntEnum):
    WORD = 0  # names, keywords and numbers
    STRING = 1
    SPACE = 2  # blanks, comments, joined line ends
    NEWLINE = 3
    SIGN = 4
    MAGIC = 5  # from % or ! at the start of a line, or after "=", to the line's end


Token = tuple[Kind, str]


@dataclass(slots=True)
class LogicalLine:
    """A statement's line (with all physical lines that belong to it), ``first`` counted from 1."""

    first: int
    tokens: list[Token] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.tokens)

    @property
    def indented(self) -> bool:
        return self.tokens[0][0] is Kind.SPACE and not self.tokens[0][1].startswith("#")

    def significant(self) -> list[Token]:
        return [token for token in self.tokens if token[0] not in (Kind.SPACE, Kind.NEWLINE)]


_PIECE = re.compile(r"[^\W\d]\w*+|\d[\w.]*+|[ \t\f]++|\\\n|\#[^\n]*+|.", re.S)
_MAGIC = re.compile(r"(?:[^\\\n]|\\\n|\\(?!\n))*+")
_STRINGS = {
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*+"', re.S),
    "'": re.compile(r"'(?:[^'\\\n]|\\.)*+'", re.S),
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*+"""', re.S),
    "'''": re.compile(r"'''(?:[^'\\]|\\.|'(?!''))*+'''", re.S),
}
# Inside an open bracket, a line that begins so at the margin means that the bracket was forgotten.
_RESTART = re.compile(r"(?:def|class|import|from|while|try|with|return|async)\b|@")
_AFTER_BLANK = re.compile(r"[^\W\d]|@")


def logical_lines(text: str) -> list[LogicalLine]:
    lines: list[LogicalLine] = []
    current = LogicalLine(1)
    number = 1
    depth = 0
    last_sign = ""  # the last significant token of the line so far
    hopeless: set[str] = set()  # quotes that are known not to be closed any more
    position = 0
    while position < len(text):
        char = text[position]
        if (char in "%!?" and last_sign == "") or (
            char in "%!" and last_sign == "=" and depth == 0
        ):
            piece = _MAGIC.match(text, position)[0]  # type: ignore[index]
            kind = Kind.MAGIC
        elif char in "\"'" and (piece := _string(text, position, hopeless)):
            kind = Kind.STRING
        else:
            piece = _PIECE.match(text, position)[0]  # type: ignore[index]
            kind = _kind(piece)
        position += len(piece)
        current.tokens.append((kind, piece))
        number += piece.count("\n")
        if kind is Kind.NEWLINE:
            hopeless -= {'"', "'"}
            if depth == 0 or _restarts(text, position):
                lines.append(current)
                current, depth, last_sign = LogicalLine(number), 0, ""
        elif kind is not Kind.SPACE:
            last_sign = piece
            if piece in "([{":
                depth += 1
            elif piece in ")]}":
                depth = max(0, depth - 1)
    if current.tokens:
        lines.append(current)
    return lines


def _kind(piece: str) -> Kind:
    first = piece[0]
    if first == "\n":
        return Kind.NEWLINE
    if first in " \t\f#" or piece == "\\\n":
        return Kind.SPACE
    return Kind.WORD if first.isalnum() or first == "_" else Kind.SIGN


def _string(text: str, position: int, hopeless: set[str]) -> str:
    """The string literal that starts here, or "" when it is never closed."""
    quote = text[position] * 3 if text.startswith(text[position] * 3, position) else text[position]
    for candidate in dict.fromkeys((quote, quote[0])):
        if candidate not in hopeless:
            match = _STRINGS[candidate].match(text, position)
            if match:
                return match[0]
            hopeless.add(candidate)
    return ""


def _restarts(text: str, position: int) -> bool:
    if _RESTART.match(text, position):
        return True
    blank_before = text[max(0, position - 2) : position] == "\n\n"
    return blank_before and _AFTER_BLANK.match(text, position) is not None


_CONTINUES = frozenset(("else", "elif", "except", "finally", ")", "]", "}"))


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one top-level statement; ``first`` is its line in the cell, counted from 1."""

    lines: tuple[LogicalLine, ...]

    @property
    def first(self) -> int:
        return self.lines[0].first

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def continues_another(self) -> bool:
        """Whether indented lines follow a line that opens nothing: the end of an earlier block."""
        lines = [line for line in self.lines if line.significant()]
        opens = not lines or lines[0].significant()[-1][1] == ":"
        return not opens and any(line.indented for line in lines[1:])


def blocks(text: str) -> list[Block]:
    """Cut a text into its top-level statements."""
    cut: list[list[LogicalLine]] = []
    decorated = False
    for line in logical_lines(text):
        signs = line.significant()
        starts = signs and not (decorated or line.indented or signs[0][1] in _CONTINUES)
        if starts or not cut:
            cut.append([])
        if signs:
            decorated = not line.indented and signs[0] == (Kind.SIGN, "@")
        cut[-1].append(line)
    return [Block(tuple(lines)) for lines in cut]
