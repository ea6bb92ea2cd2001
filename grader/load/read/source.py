"""Bytes of a submitted file -> Source: what kind of file it is, its cells, what was met."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from grader.load.read import messages
from grader.load.read.cells import Reading, read_cell
from grader.load.read.compile import quiet
from grader.load.read.decode import decode
from grader.load.read.elsewhere import elsewhere
from grader.load.read.formatting import printable, shortened
from grader.load.read.marimo import read_as_marimo
from grader.load.read.notebook import CodeCell, cells_of, looks_like_notebook
from grader.load.read.webpage import exported_cells, is_web_page
from grader.model.submission import Cell, Kind, Note, Source
from grader.util.errors import Unreadable

MAX_NOTEBOOK_BYTES = 64 * 2**20
MAX_SOURCE_BYTES = 8 * 2**20
# Bounds the size of the syntax tree: every node of it costs a sign, a space or a line's end.
MAX_SIGNS = 250_000
# Python's parser keeps every beginning of a dotted name in an import: the square of its parts.
_LONG_NAME = re.compile(
    r"(?:(?<!\w)(?:import|from)[ \t\\]|,)[ \t\\\n]*+(?:\w++[ \t\\\n]*+\.[ \t\\\n]*+){200}"
)
_POINTER = "version https://git-lfs.github.com/spec/"
_SHORT = 20_000  # as much code as most have
_WORD_BYTES = bytes(
    byte for byte in range(256) if byte >= 0x80 or chr(byte).isalnum() or byte == 0x5F
)


def read_bytes(data: bytes, name: str) -> Source:
    """Parses a script or a notebook, told apart by content; nothing in it is executed.

    Raises Unreadable with one sentence. A file without any code gives a Source without cells.
    """
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise Unreadable(messages.too_large(MAX_NOTEBOOK_BYTES >> 20))
    text, notes = decode(data)
    named_notebook = name.lower().endswith(".ipynb")
    kind: Kind
    if looks_like_notebook(text) or (named_notebook and text.lstrip()[:1] in ("{", "[")):
        kind = "ipynb"
        every, more = cells_of(text)
        cells = [cell for cell in every if cell.kind == "code"]
        others = [cell for cell in every if cell.kind != "code"]
        notes += more
        if not named_notebook:
            notes.append(messages.is_notebook())
    elif is_web_page(text):
        kind = "ipynb"
        cells, others = exported_cells(text), []
        if not cells:
            raise Unreadable(messages.WEB_PAGE)
        notes.append(messages.is_exported())
    elif text.startswith(_POINTER):
        raise Unreadable(messages.LFS_POINTER)
    else:
        kind = "py"
        cells, others = [CodeCell(0, text)], []
    _check_size([cell.source for cell in cells])
    with quiet():
        readings = [_read(cell, name) for cell in cells]
    if named_notebook and kind == "py" and text.strip():
        if not _is_python(readings):
            raise Unreadable(messages.NO_JSON)
        notes.append(messages.is_script())
    source = _source(data, name, kind, readings, notes)
    with quiet():
        found = elsewhere(others, readings)
    return replace(source, elsewhere=found)


def _read(cell: CodeCell, name: str) -> Reading:
    origin = f"cell {cell.number}" if cell.number else printable(name, 120)
    reading = read_cell(origin, cell.source)
    if cell.ours and reading.cell is not None:
        reading.cell = replace(reading.cell, ours=True)
    return reading


def _source(
    data: bytes, name: str, kind: Kind, readings: list[Reading], notes: list[Note]
) -> Source:
    readings = [read_as_marimo(reading, notes) for reading in readings]
    cells: list[Cell] = []
    broken: dict[str, str] = {}
    defined: set[str] = set()
    for reading in readings:
        notes.extend(reading.notes)
        broken.update(reading.broken)
        if reading.cell is not None:
            cells.append(reading.cell)
            defined.update(_defined(reading.cell.tree.body))
    digest = hashlib.sha256(data).hexdigest()
    return Source(name, digest, kind, tuple(cells), shortened(notes), broken, frozenset(defined))


def _defined(body: list[ast.stmt]) -> list[str]:
    """Functions that these statements define at top level, one level of if and try included."""
    names: list[str] = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            names.extend(target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, (ast.If, ast.Try)):
            inner = [*node.body, *node.orelse]
            names.extend(
                item.name
                for item in inner
                if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))
            )
    return names


def _check_size(texts: list[str]) -> None:
    if sum(map(len, texts)) < _SHORT:
        return  # too short to break any of the limits, the usual case
    encoded = [text.encode("utf-8", "replace") for text in texts]
    if sum(map(len, encoded)) > MAX_SOURCE_BYTES:
        raise Unreadable(messages.too_long(MAX_SOURCE_BYTES >> 20))
    if signs(texts) > MAX_SIGNS:
        raise Unreadable(messages.TOO_MUCH_CODE)
    if any(_LONG_NAME.search(text) for text in texts):
        raise Unreadable(messages.LONG_DOTTED_NAME)


def signs(texts: Iterable[str]) -> int:
    """How many signs, spaces and ends of lines they hold: what is no letter and no figure."""
    return sum(len(text.encode("utf-8", "replace").translate(None, _WORD_BYTES)) for text in texts)


def _is_python(readings: list[Reading]) -> bool:
    statements = [node for reading in readings if reading.cell for node in reading.cell.tree.body]
    telling = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign)
    return any(isinstance(node, telling) for node in statements) or any(
        reading.broken for reading in readings
    )
