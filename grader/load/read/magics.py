"""Takes IPython's own syntax out of a cell without moving a line."""

from __future__ import annotations

import re

from grader.load.read import messages
from grader.load.read.lexer import Kind, LogicalLine, logical_lines
from grader.model.submission import Note

# Cell magics whose body is another language, a file, or a process that the notebook does not share.
FOREIGN = frozenset(
    "! bash sh shell script sx system cmd powershell html HTML javascript js latex markdown svg perl ruby pypy"
    " python python2 python3 writefile file sql bigquery R r julia octave cython fortran matlab css"
    " writetemplate".split()
)
_CELL_MAGIC = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+[ \t]*%%[ \t]*(!|\w*)([^\n]*)")


def cell_magic(origin: str, text: str) -> tuple[str, str | None, Note | None]:
    """The cell without its cell magic's line, the foreign magic's name if it takes the cell, a note."""
    found = _CELL_MAGIC.match(text)
    if found is None:
        return text, None, None
    name = found[1]
    blank = "\n" * found[0].count("\n")
    module = written_module(text)
    if module is not None:
        return blank + text[found.end() :], None, messages.written_file(origin, module)
    if name in FOREIGN:
        return text, name, messages.foreign_cell(origin, name)
    note = messages.cell_magic(origin, "%%" + name + found[2])
    return blank + text[found.end() :], None, note


def written_module(text: str) -> str | None:
    """The Python file that a cell writes with ``%%writefile NAME.py``, or None."""
    found = _CELL_MAGIC.match(text)
    if found is None or found[1] not in ("writefile", "file"):
        return None
    names = [word.strip("'\"") for word in found[2].split() if not word.startswith("-")]
    return names[0] if len(names) == 1 and names[0].endswith(".py") else None


def line_magics(origin: str, text: str) -> tuple[str, Note | None]:
    """Every magic line, shell line and help question becomes ``pass``; the rest stays as it is."""
    lines = logical_lines(text)
    replaced = [line for line in lines if _is_magic(line)]
    if not replaced:
        return text, None
    marked = {id(line) for line in replaced}
    parts = [_passed(line) if id(line) in marked else line.text for line in lines]
    note = messages.line_magics(origin, [(line.first, line.text) for line in replaced])
    return "".join(parts), note


def _is_magic(line: LogicalLine) -> bool:
    if any(kind is Kind.MAGIC for kind, _ in line.tokens):
        return True
    signs = line.significant()
    return len(signs) > 1 and signs[-1] == (Kind.SIGN, "?")


def _passed(line: LogicalLine) -> str:
    indent = line.tokens[0][1] if line.indented else ""
    return f"{indent}pass" + "\n" * line.text.count("\n")
