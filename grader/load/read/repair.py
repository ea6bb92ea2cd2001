"""Repairs that need no guess: pasted blanks, an indented cell, and the syntax of Python 2."""

from __future__ import annotations

import builtins
import re

from grader.load.read import messages
from grader.load.read.lexer import Kind, LogicalLine, Token, logical_lines
from grader.model.submission import Note

# Blanks that a web page or an input method puts into code, and marks that nobody sees.
_BLANKS = {
    0xA0: " ",
    0x3000: " ",
    0x2002: " ",
    0x2003: " ",
    0x2009: " ",
    0xFEFF: "",
    0x200B: "",
    0x200E: "",
    0x2060: "",
}
_PYTHON_2 = re.compile(r"\bprint\b|\bexcept\b|\braise\b|`|<>|\b\d+[lL]\b|\b0\d|\b[uU][rR]['\"]")
_COMPOUND = frozenset("if elif else for while try except finally with def class".split())
# What may follow `print` in Python 3 too: then the name is used as a name.
_NOT_PRINTED = frozenset("( ) ] } = . , : ; % & | ^ / < ! * @ and or in is if for else as".split())


def blanks(origin: str, text: str) -> tuple[str, Note | None]:
    if text.isascii() or not any(chr(code) in text for code in _BLANKS):
        return text, None
    return text.translate(_BLANKS), messages.read_blanks(origin)


def dedent(text: str) -> str:
    """A cell that is indented as a whole, as the notebook itself would run it."""
    first = re.search(r"^([ \t]+)[^\s#]", text, re.M)
    return re.sub(rf"^{re.escape(first[1])}", "", text, flags=re.M) if first else text


def tabs(text: str) -> str:
    """Mixed tabs and blanks, as Python 2 read them: a tab goes to the next multiple of eight."""
    return re.sub(r"^[ \t]+", lambda found: found[0].expandtabs(8), text, flags=re.M)


def python_2(origin: str, text: str) -> tuple[str, Note | None]:
    """Rewrites the statements of Python 2 that have one meaning in Python 3; lines stay."""
    if not _PYTHON_2.search(text):
        return text, None
    changed: list[int] = []
    parts: list[str] = []
    for line in logical_lines(text):
        tokens = _line(line)
        if tokens != line.tokens:
            changed.append(line.first)
        parts.extend(piece for _, piece in tokens)
    if not changed:
        return text, None
    return "".join(parts), messages.read_python_2(origin, changed)


def _line(line: LogicalLine) -> list[Token]:
    statements: list[list[Token]] = [[]]
    depth = 0
    signs = line.significant()
    compound = bool(signs) and signs[0][1] in _COMPOUND
    for token in line.tokens:
        kind, piece = token
        if kind is Kind.SIGN:
            depth += (piece in "([{") - (piece in ")]}")
        ends = depth <= 0 and kind is Kind.SIGN and (piece == ";" or (piece == ":" and compound))
        statements[-1].append(token)
        if ends:
            statements.append([])
    return [token for statement in statements for token in _statement(_words(statement))]


def _words(tokens: list[Token]) -> list[Token]:
    """Long integers, old octals, ``<>`` and backticks."""
    out: list[Token] = []
    opened = False
    paired = sum(token == (Kind.SIGN, "`") for token in tokens) % 2 == 0
    for index, (kind, piece) in enumerate(tokens):
        if kind is Kind.WORD and re.fullmatch(r"\d+[lL]", piece):
            piece = piece[:-1]
        elif kind is Kind.WORD and re.fullmatch(r"0[0-7]+", piece) and piece.strip("0"):
            piece = "0o" + piece[1:]
        elif kind is Kind.WORD and piece.lower() == "ur" and _is_string(tokens, index + 1):
            piece = "r"
        elif kind is Kind.SIGN and piece == ">" and out and out[-1] == (Kind.SIGN, "<"):
            out[-1], piece = (Kind.SIGN, "!"), "="
        elif kind is Kind.SIGN and piece == "`" and paired:
            piece, opened = (")", False) if opened else ("repr(", True)
        out.append((kind, piece))
    return out


def _is_string(tokens: list[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index][0] is Kind.STRING


def _statement(tokens: list[Token]) -> list[Token]:
    start = next(
        (i for i, (kind, _) in enumerate(tokens) if kind not in (Kind.SPACE, Kind.NEWLINE)), None
    )
    if start is None or tokens[start][0] is not Kind.WORD:
        return tokens
    keyword = tokens[start][1]
    end = len(tokens)  # after the last sign that belongs to the statement
    while end > start + 1 and (
        tokens[end - 1][0] in (Kind.SPACE, Kind.NEWLINE) or tokens[end - 1][1] in (";", ":")
    ):
        end -= 1
    body = tokens[start + 1 : end]
    signs = [token for token in body if token[0] is not Kind.SPACE]
    if keyword == "print" and signs:
        if signs[:2] == [(Kind.SIGN, ">"), (Kind.SIGN, ">")]:
            middle = [(Kind.WORD, "pass"), *(token for token in body if "\n" in token[1])]
        elif signs[0][0] is not Kind.STRING and signs[0][1] in _NOT_PRINTED:
            return tokens
        else:
            middle = [(Kind.WORD, "print"), (Kind.SIGN, "("), *body, (Kind.SIGN, ")")]
    elif keyword in ("except", "raise"):
        comma = _first_comma(body)
        if comma is None:
            return tokens
        before, after = body[:comma], body[comma + 1 :]
        if keyword == "except" and _is_newer(after):
            return tokens
        if keyword == "except":
            middle = [tokens[start], *before, (Kind.WORD, " as"), *after]
        else:
            middle = [tokens[start], *before, (Kind.SIGN, "("), *after, (Kind.SIGN, ")")]
    else:
        return tokens
    return [*tokens[:start], *middle, *tokens[end:]]


def _is_newer(after: list[Token]) -> bool:
    """Whether what follows the comma is caught as well, as Python 3.14 reads it, and is no name."""
    words = [piece for kind, piece in after if kind is Kind.WORD]
    caught = getattr(builtins, words[0], None) if words else None
    return (Kind.SIGN, ",") in after or isinstance(caught, type)


def _first_comma(tokens: list[Token]) -> int | None:
    depth = 0
    for index, (kind, piece) in enumerate(tokens):
        if kind is Kind.SIGN:
            depth += (piece in "([{") - (piece in ")]}")
            if piece == "," and depth == 0:
                return index
    return None
