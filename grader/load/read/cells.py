"""One cell (or a whole script) -> its syntax tree, with as much of it as can be read."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass, field

from grader.load.read import messages, repair
from grader.load.read.blocks import Block, split
from grader.load.read.compile import CannotCompile, parse, shifted
from grader.load.read.exported import with_magic_cells
from grader.load.read.formatting import place, snippet
from grader.load.read.lexer import logical_lines
from grader.load.read.magics import cell_magic, line_magics, written_module
from grader.load.read.main_guard import unguarded
from grader.load.read.newer_syntax import needed
from grader.load.read.prompts import has_prompts, without_prompts
from grader.model.submission import Cell, Note

_DEF = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+([^\W\d]\w*)", re.M)
_MAX_NOTES = 12


@dataclass(slots=True)
class Reading:
    """What was made of one cell; ``cell`` is None where it holds no code, ``unread`` if some was lost."""

    cell: Cell | None = None
    notes: list[Note] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    unread: bool = False


def read_cell(origin: str, text: str) -> Reading:
    """Parse one cell. Never raises: what cannot be read is left out and told."""
    text = _encodable(text)
    reading = Reading()
    try:
        tree = parse(text)
    except CannotCompile as error:
        found = _repaired(origin, text, error, reading)
        if found is None:
            return reading
        tree = found
    tree.body = list(unguarded(list(with_magic_cells(tree.body))))
    if tree.body or reading.unread:
        reading.cell = Cell(origin, text, tree, module=written_module(text))
    return reading


def _encodable(text: str) -> str:
    """JSON can spell half a character, which no compiler takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _repaired(origin: str, text: str, error: CannotCompile, reading: Reading) -> ast.Module | None:
    """The tree after as few repairs as it takes, else of the blocks that can be read."""
    text, note = repair.blanks(origin, text)
    _tell(reading, note)
    if "%%" in text:
        text, foreign, note = cell_magic(origin, text)
        _tell(reading, note)
        if foreign is not None:
            reading.broken.update(
                (name, messages.function_of_magic(name, origin, foreign))
                for name in _DEF.findall(text)
            )
            return None
    if has_prompts(text):
        text, error = _without_prompts(origin, text, error, reading)
    if any(sign in text for sign in "%!?"):
        text, note = line_magics(origin, text)
        _tell(reading, note)
    for prepare in (_as_it_is, _dedented, _with_even_tabs, _as_python_3):
        changed, note = prepare(origin, text, error)
        if changed is None:
            continue
        try:
            tree = parse(changed)
        except CannotCompile as latest:
            if prepare is _as_it_is:
                error = latest
            elif prepare is _as_python_3:
                text = changed  # its rewritten lines could not be read before, so nothing is lost
                _tell(reading, note)
            continue
        _tell(reading, note)
        tree.body = [node for node in tree.body if not isinstance(node, ast.Pass)]
        return tree
    return _readable_blocks(origin, text, reading)


def _without_prompts(
    origin: str, text: str, error: CannotCompile, reading: Reading
) -> tuple[str, CannotCompile]:
    """The text without a terminal's prompts, and without its answers where these are in the way."""
    _tell(reading, messages.read_prompts(origin))
    for candidate in without_prompts(text):
        try:
            parse(line_magics(origin, candidate)[0])
        except CannotCompile as latest:
            text, error = candidate, latest
        else:
            return candidate, error
    return text, error


def _tell(reading: Reading, note: Note | None) -> None:
    if note is not None:
        reading.notes.append(note)


Prepared = tuple[str | None, Note | None]


def _as_it_is(origin: str, text: str, error: CannotCompile) -> Prepared:
    return text, None


def _dedented(origin: str, text: str, error: CannotCompile) -> Prepared:
    return (repair.dedent(text) if isinstance(error.error, IndentationError) else None), None


def _with_even_tabs(origin: str, text: str, error: CannotCompile) -> Prepared:
    if not isinstance(error.error, IndentationError) or "\t" not in text:
        return None, None
    return repair.tabs(text), messages.read_tabs(origin)


def _as_python_3(origin: str, text: str, error: CannotCompile) -> Prepared:
    changed, note = repair.python_2(origin, text)
    return (changed if note else None), note


def _readable_blocks(origin: str, text: str, reading: Reading) -> ast.Module:
    """The blocks that can be read; what is not read, and what it cuts in two, is told."""
    parts: list[tuple[Block, list[ast.stmt]]] = []
    faults: list[tuple[Block, CannotCompile, list[str]]] = []
    for block in split(text):
        try:
            tree = parse(block.text)
        except CannotCompile as error:
            names = list(dict.fromkeys(_DEF.findall(block.text)))
            if not names and _continues(block):
                names = _cut(parts, faults)
            faults.append((block, error, names))
            continue
        if block.first > 1:
            ast.increment_lineno(tree, block.first - 1)
        parts.append((block, [node for node in tree.body if not isinstance(node, ast.Pass)]))
    reading.unread = bool(faults)
    for count, (block, fault, names) in enumerate(faults):
        line = block.first - 1 + fault.line
        newer = needed(block.text)
        if newer is None:
            reason = shifted(fault.reason, block.first - 1)
        else:
            reason = messages.newer_python(newer, sys.version_info[:2])
        where = place(origin, line)
        shown = snippet(text, line, fault.column)
        for name in names:
            reading.broken[name] = messages.unread_function(name, where, reason, shown)
        if count < _MAX_NOTES:
            reading.notes.append(messages.unread_block(where, reason, names, shown))
    if len(faults) > _MAX_NOTES:
        reading.notes.append(messages.unread_blocks(origin, len(faults) - _MAX_NOTES))
    return ast.Module([node for _, body in parts for node in body], [])


def _continues(block: Block) -> bool:
    """Whether indented lines follow a line that opens nothing: the rest of what stood before."""
    lines = [line for line in logical_lines(block.text) if line.significant()]
    opens = not lines or lines[0].significant()[-1][1] == ":"
    return not opens and any(line.indented for line in lines[1:])


def _cut(
    parts: list[tuple[Block, list[ast.stmt]]], faults: list[tuple[Block, CannotCompile, list[str]]]
) -> list[str]:
    """Take the function away whose end stands below text that cannot be read; returns its name.

    It is the last thing that was read, or was cut already by the text before this.
    """
    if not parts:
        return []
    block, body = parts[-1]
    if any(between.first > block.first and names for between, _, names in faults):
        return []
    if len(body) != 1 or not isinstance(body[0], (ast.FunctionDef, ast.AsyncFunctionDef)):
        return []
    del parts[-1]
    return [body[0].name]
