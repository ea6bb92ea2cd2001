"""One cell (or a whole script) -> its syntax tree, with as much of it as can be read."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from grader.load import messages
from grader.load.messages import functions, place, printable, snippet
from grader.load.read import repair
from grader.load.read.compile import CannotCompile, parse, shifted
from grader.load.read.lexer import Block, blocks
from grader.load.read.newer_syntax import needed
from grader.load.syntax_errors import in_words
from grader.model.submission import Cell, Note
from grader.util.language import gettext

_DEF = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+([^\W\d]\w*)", re.M)
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MAX_NOTES = 12


@dataclass(slots=True)
class Reading:
    """What was made of one cell.

    cell    None where it holds no code
    broken  functions that cannot be read, and why
    fault   the first line that cannot be read, and why
    unread  whether some of its code was lost
    """

    cell: Cell | None = None
    notes: list[Note] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    fault: str | None = None
    unread: bool = False


def read_cell(origin: str, text: str) -> Reading:
    """Parse one cell. Never raises: what cannot be read is left out, with a note."""
    try:
        text.encode()
    except UnicodeEncodeError:  # JSON can spell half a character, which no compiler takes
        text = text.encode("utf-8", "replace").decode()
    reading = Reading()
    try:
        body = parse(text).body
    except CannotCompile:
        body = _repaired(origin, text, reading)
    for rule in (_with_magic_cells, _unguarded):
        body = list(rule(body))
    if body or reading.unread:
        if "marimo" in text and any(map(imports_marimo, body)):
            reading.notes.insert(0, messages.IS_MARIMO())
            body = list(_without_marimo(body))
        module = repair.written_module(text) if "%%" in text else None
        reading.cell = Cell(origin, text, ast.Module(body, []), module=module)
    return reading


# --- text that Python does not parse ------------------------------------------------------------


def _repaired(origin: str, text: str, reading: Reading) -> list[ast.stmt]:
    """The statements after as few repairs as it takes, else those of the blocks that can be read."""
    text, note = repair.pasted_blanks(origin, text)
    notes = [note]
    magic = repair.foreign_magic(text)
    if magic is not None:
        shown = {"origin": origin, "magic": printable(magic)}
        for name in _DEF.findall(text):
            reading.broken[name] = messages.FUNCTION_OF_MAGIC(name=printable(name), **shown)
        reading.notes = [*filter(None, notes), messages.FOREIGN_CELL(**shown)]
        return []
    for fix in repair.IN_ANY_CASE:
        text, note = fix(origin, text)
        notes.append(note)
    body: list[ast.stmt] | None = None
    failure: Exception | None = None
    for attempt in repair.ATTEMPTS:
        changed, note = attempt(origin, text, failure)
        if changed is None:
            continue
        try:
            body = parse(changed).body
        except CannotCompile as error:
            failure = failure or error.error
            if attempt is not repair.ATTEMPTS[-1]:
                continue
            text = changed  # of the last attempt: lines that it rewrote could not be read before
        notes.append(note)
        break
    reading.notes = [note for note in notes if note is not None]
    if body is None:
        body = _readable_blocks(origin, text, reading)
    return [node for node in body if not isinstance(node, ast.Pass)]


@dataclass(slots=True)
class _Fault:
    """A block that cannot be read, and the functions that are lost with it."""

    block: Block
    error: CannotCompile
    names: list[str]


def _readable_blocks(origin: str, text: str, reading: Reading) -> list[ast.stmt]:
    """The statements that can be read; what is not read, and what it cuts in two, gets a note."""
    parts: list[tuple[Block, list[ast.stmt]]] = []
    faults: list[_Fault] = []
    for block in blocks(text):
        try:
            tree = parse(block.text)
        except CannotCompile as error:
            names = list(dict.fromkeys(_DEF.findall(block.text)))
            if not names and block.continues_another:
                names = _cut(parts, faults)
            faults.append(_Fault(block, error, names))
            continue
        ast.increment_lineno(tree, block.first - 1)
        parts.append((block, tree.body))
    reading.unread = bool(faults)
    lines = text.split("\n")
    merged = "<<<<<<<" in text and ">>>>>>>" in text
    for count, fault in enumerate(faults):
        before = fault.block.first - 1
        line = before + fault.error.line
        newer = needed(fault.block.text)
        if merged and _is_conflict(fault.block, lines):
            why = gettext(messages.CONFLICT_MARKS)
        elif newer is None:
            why = in_words(shifted(fault.error.reason, before))
        else:
            version, here = ("{}.{}".format(*each[:2]) for each in (newer, sys.version_info))
            why = messages.NEWER_PYTHON(version=version, here=here)
        what = {"where": place(origin, line), "why": why}
        reading.fault = reading.fault or messages.NOT_READ(**what)
        shown = snippet(lines, line, fault.error.column)
        for name in fault.names:
            unread = messages.UNREAD_FUNCTION(name=printable(name), **what, shown=shown)
            reading.broken[name] = unread
        if count >= _MAX_NOTES:
            continue
        if fault.names:
            note = messages.UNREAD_FUNCTIONS(**what, functions=functions(fault.names, 8))
        else:
            note = messages.UNREAD_BLOCK(**what, shown=shown)
        reading.notes.append(note)
    if len(faults) > _MAX_NOTES:
        more = messages.MORE_UNREAD_BLOCKS(origin=origin, count=len(faults) - _MAX_NOTES)
        reading.notes.append(more)
    return [node for _, body in parts for node in body]


_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?:[ \t]|$)", re.M)


def _is_conflict(block: Block, lines: Sequence[str]) -> bool:
    """Whether git's marks of a merge that is not finished are in a block, or directly below it."""
    below = range(block.first + block.text.rstrip().count("\n"), len(lines))
    following = next((lines[at] for at in below if lines[at].strip()), "")
    return _CONFLICT.search(f"{block.text}\n{following}") is not None


def _cut(parts: list[tuple[Block, list[ast.stmt]]], faults: list[_Fault]) -> list[str]:
    """Remove the function whose end is below text that cannot be read, and return its name.

    It is the last thing that was read, unless the text before this one cut it already.
    """
    if not parts:
        return []
    block, body = parts[-1]
    if any(fault.block.first > block.first and fault.names for fault in faults):
        return []
    match body:
        case [ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name)]:
            del parts[-1]
            return [name]
    return []


# --- what is at top level when the file runs ----------------------------------------------------


def unfolded(body: Iterable[ast.stmt]) -> list[ast.stmt]:
    """The statements, with those inside ``if`` and ``try`` in their place, however deep."""
    flat: list[ast.stmt] = []
    pending = list(body)
    pending.reverse()
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.If, ast.Try)):
            handled = [inner for each in getattr(node, "handlers", []) for inner in each.body]
            final = getattr(node, "finalbody", [])
            pending += reversed([*node.body, *handled, *node.orelse, *final])
        else:
            flat.append(node)
    return flat


def _with_magic_cells(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, with the cells under a magic in a script that a notebook was exported to.

    `jupyter nbconvert --to script` turns a cell that begins with ``%%time`` into
    ``get_ipython().run_cell_magic('time', '', 'def f(x): ...')``. Its text takes the call's place
    and line.
    """
    for node in body:
        text = _magic_text(node)
        try:
            inner = [node] if text is None else parse(text).body
        except CannotCompile:
            inner = [node]
        if text is not None:
            for part in ast.walk(ast.Module(inner, [])):
                if hasattr(part, "lineno"):
                    ast.copy_location(part, node)
        yield from inner


def _magic_text(node: ast.stmt) -> str | None:
    """The text of a call of ``run_cell_magic`` whose magic runs it as Python of the notebook."""
    match node:
        case ast.Expr(
            ast.Call(
                ast.Attribute(attr="run_cell_magic"),
                [ast.Constant(magic), ast.Constant(), ast.Constant(str(text))],
            )
        ):
            return None if magic in repair.FOREIGN else text
    return None


def _unguarded(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, with the body of ``if __name__ == "__main__":`` in its place.

    Only where it defines something. Of what comes out, only definitions and what they read are
    ever run, as everywhere in a file.
    """
    for node in body:
        if _is_guard(node) and any(isinstance(i, (*_DEFS, ast.ClassDef)) for i in node.body):
            yield from _unguarded(node.body)
        else:
            yield node


def _is_guard(node: ast.stmt) -> TypeGuard[ast.If]:
    match node:
        case ast.If(
            ast.Compare(ast.Name("__name__"), [ast.Eq()], [ast.Constant("__main__")])
            | ast.Compare(ast.Constant("__main__"), [ast.Eq()], [ast.Name("__name__")])
        ):
            return True
    return False


_WHOLE = frozenset(("function", "class_definition"))  # `@app.function` is above a definition


def imports_marimo(node: ast.stmt) -> bool:
    """Whether it is ``import marimo``, as every notebook of marimo has it."""
    return isinstance(node, ast.Import) and any(alias.name == "marimo" for alias in node.names)


def _without_marimo(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a marimo notebook, which keeps each cell in a function of its own."""
    for node in body:
        kinds = {marimo_kind(d) for d in getattr(node, "decorator_list", [])}
        if isinstance(node, _DEFS) and "cell" in kinds:
            yield from (inner for inner in node.body if not isinstance(inner, ast.Return))
        elif isinstance(node, ast.With) and any(
            marimo_kind(item.context_expr) == "setup" for item in node.items
        ):
            yield from node.body
        elif isinstance(node, (*_DEFS, ast.ClassDef)) and _WHOLE & kinds:
            node.decorator_list = [d for d in node.decorator_list if marimo_kind(d) not in _WHOLE]
            yield node
        elif not _is_marimos(node):
            yield node


def marimo_kind(decorator: ast.expr) -> str:
    """ "cell" of ``@app.cell`` and ``@app.cell(hide_code=True)``."""
    match decorator:
        case ast.Attribute(ast.Name(), attr) | ast.Call(ast.Attribute(ast.Name(), attr)):
            return attr
    return ""


def _is_marimos(node: ast.stmt) -> bool:
    """Whether marimo itself writes the statement around the cells."""
    written = ast.unparse(node) if isinstance(node, (ast.Assign, ast.If, ast.Import)) else ""
    return written.startswith(
        ("import marimo", "app = marimo.App(", "__generated_with =", "if __name__ == '__main__':")
    )
