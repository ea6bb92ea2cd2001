"""A whole program of the reference, as one function of that name.

``word_count.py`` is read as ``def word_count(args) -> __main__:`` above its own lines, moved in. So it has
edits, faults, a starter and a line in every report as functions have. It runs as a file does.
"""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import replace

from grader.load.read.compile import MAIN, code_lines, is_whole_program
from grader.model.declaration import Edit, EditDeclaration
from grader.util.errors import AuthorError

_INDENT = "    "
_INSIDE = tuple(
    number
    for name in ("STRING", "FSTRING_MIDDLE", "TSTRING_MIDDLE")
    if (number := getattr(tokenize, name, None)) is not None
)


def as_function(name: str, text: str, file: str) -> str:
    """The text of a program as that of a function; raises AuthorError where it is no Python."""
    try:
        ast.parse(text)
        inside = set(_lines_in_strings(text))
    except (SyntaxError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None)
        raise AuthorError(f"{file}, line {line}: {error}") from error
    lines = code_lines(text, keepends=True)
    moved = [
        line if number in inside or not line.strip() else _INDENT + line
        for number, line in enumerate(lines, 1)
    ]
    return "".join([f"def {name}(args) -> {MAIN}:\n", *moved])


def _lines_in_strings(text: str) -> Iterator[int]:
    """The lines that begin inside a text: blanks there would belong to it."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in _INSIDE:
            yield from range(token.start[0] + 1, token.end[0] + 1)


def as_file(text: str) -> str:
    """The text of the file again, where it was made a function's; any other text as it is."""
    head, _, rest = text.partition("\n")
    if not head.endswith(f"(args) -> {MAIN}:"):
        return text
    lines = code_lines(rest, keepends=True)
    return "".join(line.removeprefix(_INDENT) for line in lines)


def line_in_file(text: str, line: int) -> int:
    """The number of a line as the file has it."""
    return line - (as_file(text) is not text)


def moved(edit: EditDeclaration) -> EditDeclaration:
    """The edit of a program with its further lines as far in as the program's now are."""
    return replace(edit, edits=tuple((_moved(old), _moved(new)) for old, new in edit.edits))


def moved_pairs(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The same for plain pairs."""
    return tuple((_moved(old), _moved(new)) for old, new in edits)


def _moved(text: str) -> str:
    first, newline, rest = text.partition("\n")
    return first + newline + textwrap.indent(rest, _INDENT)


def starter_of(node: ast.FunctionDef, todo: str) -> str:
    """What students are handed of a program: its docstring, and where to write."""
    assert is_whole_program(node)
    said = ast.get_docstring(node)
    head = f'"""{said}"""\n\n' if said else ""
    return f"{head}{todo}"
