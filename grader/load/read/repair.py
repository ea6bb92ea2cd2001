"""Repairs of a cell's text that need no guess and move no line.

Blanks that were pasted, IPython's own syntax, the prompts of a terminal, indentation, and Python 2.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from itertools import accumulate

from grader.load import messages
from grader.load.messages import listing, place, printable
from grader.load.read.compile import CannotCompile, parse
from grader.load.read.lexer import Kind, LogicalLine, Token, logical_lines
from grader.model.submission import Note

Repaired = tuple[str, Note | None]

# --- pasted blanks ------------------------------------------------------------------------------

# Blanks that a web page or an input method puts into code, and invisible marks.
_BLANKS = str.maketrans(
    dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009", " ")
    | dict.fromkeys("\ufeff\u200b\u200e\u2060", "")
)


def pasted_blanks(origin: str, text: str) -> Repaired:
    changed = text if text.isascii() else text.translate(_BLANKS)
    if changed == text:
        return text, None
    return changed, messages.BLANKS(origin=origin)


# --- magics -------------------------------------------------------------------------------------

# Cell magics whose body is another language, a file, or a process that the notebook does not share.
FOREIGN = frozenset(
    "! bash sh shell script sx system cmd powershell html HTML javascript js latex markdown svg perl ruby pypy"
    " python python2 python3 writefile file sql bigquery R r julia octave cython fortran matlab css"
    " writetemplate".split()
)
_CELL_MAGIC = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+[ \t]*%%[ \t]*(!|\w*)([^\n]*)")


def foreign_magic(text: str) -> str | None:
    """The cell magic that makes something else of the cell than Python of the notebook, or None."""
    match = _CELL_MAGIC.match(text)
    if match is None or match[1] not in FOREIGN or written_module(text) is not None:
        return None
    return match[1]


def written_module(text: str) -> str | None:
    """The Python file that a cell writes with ``%%writefile NAME.py``, or None."""
    match = _CELL_MAGIC.match(text)
    if match is None or match[1] not in ("writefile", "file"):
        return None
    names = [word.strip("'\"") for word in match[2].split() if not word.startswith("-")]
    return names[0] if len(names) == 1 and names[0].endswith(".py") else None


def _cell_magic(origin: str, text: str) -> Repaired:
    """The cell without the line of its cell magic."""
    match = _CELL_MAGIC.match(text)
    if match is None:
        return text, None
    module = written_module(text)
    if module is not None:
        note = messages.WRITTEN_FILE(origin=origin, file=printable(module))
    else:
        shown = printable("%%" + match[1] + match[2])
        note = messages.CELL_MAGIC(origin=origin, shown=shown)
    return "\n" * match[0].count("\n") + text[match.end() :], note


def _line_magics(origin: str, text: str) -> Repaired:
    """Every magic line, shell line and help question becomes ``pass``; the rest stays as it is."""
    if not any(sign in text for sign in "%!?"):
        return text, None
    parts: list[str] = []
    magics: list[tuple[int, str]] = []
    for line in logical_lines(text):
        signs = line.significant()
        question = len(signs) > 1 and signs[-1] == (Kind.SIGN, "?")
        if question or any(kind is Kind.MAGIC for kind, _ in line.tokens):
            magics.append((line.first, line.text))
            indent = line.tokens[0][1] if line.indented else ""
            parts.append(f"{indent}pass" + "\n" * line.text.count("\n"))
        else:
            parts.append(line.text)
    if not magics:
        return text, None
    if len(magics) == 1:
        number, line_text = magics[0]
        note = messages.LEFT_OUT(where=place(origin, number), shown=printable(line_text))
    else:
        shown = (f"`{printable(magic, 40)}` (line {number})" for number, magic in magics)
        note = messages.LINE_MAGICS(origin=origin, lines=listing(shown, 6))
    return "".join(parts), note


# --- prompts ------------------------------------------------------------------------------------

_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.+:?|In \[[ \d]*\]:)(?: |$)")
_FIRST_PROMPT = re.compile(r"[ \t]*(?:>>>|In \[[ \d]*\]:)(?: |\n|$)")


def _prompts(origin: str, text: str) -> Repaired:
    """The text without a terminal's prompts, and without its answers where these do not parse."""
    if ">>>" not in text and "In [" not in text:
        return text, None
    # A prompt within a text, as in a docstring, begins no logical line.
    if not any(_FIRST_PROMPT.match(line.text) for line in logical_lines(text)):
        return text, None
    note = messages.PROMPTS(origin=origin)
    kept: list[str] = []
    without_answers: list[str] = []
    in_answer = False
    for line in text.split("\n"):
        prompt = _PROMPT.match(line)
        bare = line[prompt.end() :] if prompt else line
        in_answer = bool(prompt) or (in_answer and bool(line.strip()))
        kept.append(bare)
        without_answers.append(bare if prompt or not in_answer else "")
    try:
        parse(_line_magics(origin, "\n".join(kept))[0])
    except CannotCompile:
        return "\n".join(without_answers), note
    return "\n".join(kept), note


IN_ANY_CASE: tuple[Callable[[str, str], Repaired], ...] = (_cell_magic, _prompts, _line_magics)
"""Repairs of what is never Python. They take a cell's origin and text."""


# --- indentation --------------------------------------------------------------------------------

Attempt = tuple[str | None, Note | None]


def _as_it_is(origin: str, text: str, failure: Exception | None) -> Attempt:
    return text, None


def _dedented(origin: str, text: str, failure: Exception | None) -> Attempt:
    """A cell that is indented as a whole, as the notebook itself would run it."""
    first = re.search(r"^([ \t]+)[^\s#]", text, re.M)
    if first is None or not isinstance(failure, IndentationError):
        return None, None
    return re.sub(rf"^{re.escape(first[1])}", "", text, flags=re.M), None


def _with_even_tabs(origin: str, text: str, failure: Exception | None) -> Attempt:
    """Mixed tabs and blanks, as Python 2 read them: a tab goes to the next multiple of eight."""
    if "\t" not in text or not isinstance(failure, IndentationError):
        return None, None
    changed = re.sub(r"^[ \t]+", lambda match: match[0].expandtabs(8), text, flags=re.M)
    return changed, messages.TABS(origin=origin)


# --- Python 2 -----------------------------------------------------------------------------------

_PYTHON_2 = re.compile(r"\bprint\b|\bexcept\b|\braise\b|`|<>|\b\d+[lL]\b|\b0\d|\b[uU][rR]['\"]")
_COMPOUND = frozenset("if elif else for while try except finally with def class".split())
# What may follow `print` in Python 3 too: then the name is used as a name.
_NOT_PRINTED = frozenset("( ) ] } = . , : ; % & | ^ / < ! * @ and or in is if for else as".split())


def _as_python_3(origin: str, text: str, failure: Exception | None) -> Attempt:
    """Rewrites the statements of Python 2 that have one meaning in Python 3."""
    if not _PYTHON_2.search(text):
        return None, None
    changed: list[int] = []
    parts: list[str] = []
    for line in logical_lines(text):
        tokens = _line(line)
        if tokens != line.tokens:
            changed.append(line.first)
        parts.extend(piece for _, piece in tokens)
    if not changed:
        return None, None
    where = f"{origin}, line{'s' if len(changed) > 1 else ''} {listing(map(str, changed))}"
    return "".join(parts), messages.PYTHON_2(places=where)


ATTEMPTS: tuple[Callable[[str, str, Exception | None], Attempt], ...] = (
    _as_it_is,
    _dedented,
    _with_even_tabs,
    _as_python_3,
)
"""Texts to try in turn until one parses; they also take why the first one failed."""


def _line(line: LogicalLine) -> list[Token]:
    statements: list[list[Token]] = [[]]
    depth = 0
    signs = line.significant()
    ends = ";:" if signs and signs[0][1] in _COMPOUND else ";"
    for token in line.tokens:
        depth += _opens(token)
        statements[-1].append(token)
        if depth <= 0 and token[0] is Kind.SIGN and token[1] in ends:
            statements.append([])
    return [token for statement in statements for token in _statement(_words(statement))]


def _opens(token: Token) -> int:
    """1 where it opens a bracket, -1 where it closes one."""
    kind, piece = token
    return (piece in "([{") - (piece in ")]}") if kind is Kind.SIGN else 0


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
        elif piece.lower() == "ur" and [k for k, _ in tokens[index + 1 :][:1]] == [Kind.STRING]:
            piece = "r"
        elif kind is Kind.SIGN and piece == ">" and out and out[-1] == (Kind.SIGN, "<"):
            out[-1], piece = (Kind.SIGN, "!"), "="
        elif kind is Kind.SIGN and piece == "`" and paired:
            piece, opened = (")", False) if opened else ("repr(", True)
        out.append((kind, piece))
    return out


def _statement(tokens: list[Token]) -> list[Token]:
    """``print x``, ``except E, e`` and ``raise E, x`` as Python 3 writes them."""
    start = 0
    while start < len(tokens) and tokens[start][0] in (Kind.SPACE, Kind.NEWLINE):
        start += 1
    if start == len(tokens) or tokens[start][0] is not Kind.WORD:
        return tokens
    end = len(tokens)  # after the last sign that belongs to the statement
    while end > start + 1 and (
        tokens[end - 1][0] in (Kind.SPACE, Kind.NEWLINE) or tokens[end - 1][1] in (";", ":")
    ):
        end -= 1
    keyword, body = tokens[start], tokens[start + 1 : end]
    if keyword[1] == "print":
        middle = _print(body)
    elif keyword[1] in ("except", "raise"):
        middle = _with_comma(keyword, body)
    else:
        middle = None
    return tokens if middle is None else [*tokens[:start], *middle, *tokens[end:]]


def _print(body: list[Token]) -> list[Token] | None:
    signs = [token for token in body if token[0] is not Kind.SPACE]
    if not signs:
        return None
    if signs[:2] == [(Kind.SIGN, ">"), (Kind.SIGN, ">")]:
        return [(Kind.WORD, "pass"), *(token for token in body if "\n" in token[1])]
    if signs[0][0] is not Kind.STRING and signs[0][1] in _NOT_PRINTED:
        return None
    return [(Kind.WORD, "print"), (Kind.SIGN, "("), *body, (Kind.SIGN, ")")]


def _with_comma(keyword: Token, body: list[Token]) -> list[Token] | None:
    depths = list(accumulate(map(_opens, body)))
    commas = (at for at, token in enumerate(body) if token == (Kind.SIGN, ",") and not depths[at])
    comma = next(commas, None)
    if comma is None:
        return None
    before, after = body[:comma], body[comma + 1 :]
    if keyword[1] == "raise":
        return [keyword, *before, (Kind.SIGN, "("), *after, (Kind.SIGN, ")")]
    # Python 3.14 catches what follows the comma as well, where it is no name.
    words = [piece for kind, piece in after if kind is Kind.WORD]
    caught = getattr(builtins, words[0], None) if words else None
    if (Kind.SIGN, ",") in after or isinstance(caught, type):
        return None
    return [keyword, *before, (Kind.WORD, " as"), *after]
