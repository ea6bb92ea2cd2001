"""Cuts a cell that does not parse into its top-level blocks, so that the good ones survive."""

from __future__ import annotations

from dataclasses import dataclass

from grader.load.read.lexer import Kind, LogicalLine, logical_lines

_CONTINUES = frozenset(("else", "elif", "except", "finally", ")", "]", "}"))


@dataclass(frozen=True, slots=True)
class Block:
    """Text of one top-level statement; ``first`` is its line in the cell, counted from 1."""

    first: int
    text: str


def split(text: str) -> list[Block]:
    blocks: list[Block] = []
    lines: list[LogicalLine] = []
    decorated = False
    for line in logical_lines(text):
        signs = line.significant()
        if (
            signs
            and not decorated
            and lines
            and not line.indented
            and signs[0][1] not in _CONTINUES
        ):
            blocks.append(_block(lines))
            lines = []
        if signs:
            decorated = not line.indented and signs[0] == (Kind.SIGN, "@")
        lines.append(line)
    if lines:
        blocks.append(_block(lines))
    return blocks


def _block(lines: list[LogicalLine]) -> Block:
    return Block(lines[0].first, "".join(line.text for line in lines))
