"""A submitted file -> its text -> Source: the kind of file, its cells, and notes about them."""

from __future__ import annotations

import ast
import codecs
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from grader.load import messages
from grader.load.messages import place, printable, shortened
from grader.load.read.cells import Reading, read_cell, unfolded
from grader.load.read.compile import CannotCompile, parse, quiet
from grader.load.read.notebook import CodeCell, cells_of, exported_cells
from grader.load.read.web_page import is_web_page
from grader.model.submission import Cell, Kind, Note, Source
from grader.util.errors import Unreadable
from grader.util.language import gettext, gettext_noop

MAX_NOTEBOOK_BYTES = 64 * 2**20
MAX_SOURCE_BYTES = 8 * 2**20
MAX_SIGNS = 250_000
"""Bounds the size of the syntax tree: each of its nodes takes a sign, a space or a line's end."""

# --- the file -----------------------------------------------------------------------------------

# Opening a named pipe must not wait, and a terminal must not become ours.
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


def read_file(path: Path, name: str | None = None) -> Source:
    """The file as a Source called ``name`` (by default the file's own name); may raise Unreadable."""
    return read_bytes(content_of(path), path.name if name is None else name)


def content_of(path: Path, limit: int = MAX_NOTEBOOK_BYTES) -> bytes:
    """The bytes of a regular file that is no link, at most ``limit``; raises Unreadable."""
    try:
        _require_regular(os.lstat(path).st_mode)
        with open(os.open(path, _FLAGS), "rb") as file:
            # Checked again on what was opened: the path may mean something else by now.
            status = os.fstat(file.fileno())
            _require_regular(status.st_mode)
            data = file.read(min(status.st_size, limit) + 1)
            if len(data) > status.st_size:  # it has grown since
                data += file.read(limit)
    except OSError as error:
        other = messages.REFUSED(why=error.strerror)
        raise Unreadable(messages.REFUSALS.get(error.errno or 0, other)) from None
    except ValueError:
        raise Unreadable(messages.NULL_IN_NAME) from None
    if len(data) > limit:
        raise Unreadable(messages.TOO_LARGE(megabytes=limit >> 20))
    return data


def _require_regular(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise Unreadable(messages.LINK)
    if stat.S_ISDIR(mode):
        raise Unreadable(messages.FOLDER)
    if not stat.S_ISREG(mode):
        raise Unreadable(messages.NOT_REGULAR)


# --- its text -----------------------------------------------------------------------------------

# What is often handed in by accident, by its first bytes.
_FORMATS = (
    (b"%PDF", gettext_noop("a PDF document")),
    (b"PK\x03\x04", gettext_noop("a ZIP archive (or an Office document)")),
    (b"\x89PNG", gettext_noop("an image")),
    (b"\xff\xd8\xff", gettext_noop("an image")),
    (b"GIF8", gettext_noop("an image")),
    (b"\x1f\x8b", gettext_noop("a compressed archive")),
    (b"7z\xbc\xaf", gettext_noop("a compressed archive")),
    (b"Rar!", gettext_noop("a compressed archive")),
    (b"{\\rtf", gettext_noop("an RTF document")),
    (b"\x89HDF", gettext_noop("an HDF5 data file")),
    (b"\x7fELF", gettext_noop("a program")),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The student chooses the cookie, and some of Python's codecs decompress or take quadratic time.
_COOKIES = frozenset(
    "utf-8 ascii latin-1 iso8859-1 iso8859-2 iso8859-5 iso8859-9 iso8859-15 cp1250 cp1251 cp1252 cp1254"
    " cp437 cp850 mac-roman koi8-r gbk gb2312 gb18030 big5 shift_jis cp932 euc_jp euc_kr cp949".split()
)
_COOKIE = re.compile(rb"^[ \t\f]*#.{0,200}?coding[:=][ \t]*([-\w.]{1,40})")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, list[Note]]:
    """The text, newlines as ``\\n``, and a note where it is not plain UTF-8; raises Unreadable."""
    for start, what in _FORMATS:
        if data.startswith(start):
            raise Unreadable(messages.ANOTHER_FORMAT(what=gettext(what)))
    text, encoding = _decoded(data)
    if "\0" in text:
        raise Unreadable(messages.NULL_BYTES)
    head = text[:4096]
    if len(_CONTROL.findall(head)) > len(head) // 10:
        raise Unreadable(messages.NO_TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if encoding is None:
        return text, []
    return text, [messages.READ_AS(encoding=encoding)]


def _decoded(data: bytes) -> tuple[str, str | None]:
    """The text, and the name of its encoding where that is not UTF-8."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").removeprefix("\ufeff")
            return text, None if encoding == "utf-8" else encoding.upper()
    if b"\0" in data:
        raise Unreadable(messages.NULL_BYTES)
    for encoding, shown in _encodings(data):
        try:
            return data.decode(encoding), None if data.isascii() else shown
        except UnicodeDecodeError:
            pass
    raise AssertionError("Latin-1 decodes any bytes")


def _encodings(data: bytes) -> Iterator[tuple[str, str | None]]:
    """Encodings to try in turn, and their names where they are not UTF-8."""
    cookie = _cookie(data)
    if cookie is not None:
        yield cookie, cookie
    yield "utf-8", None
    # Chinese is written in pairs of high bytes; accented letters mostly stand alone.
    runs = _HIGH_RUN.findall(data)
    if sum(len(run) > 1 for run in runs) >= 0.8 * len(runs):
        yield "gb18030", "GBK"
    yield "latin-1", "Latin-1"


def _cookie(data: bytes) -> str | None:
    """The encoding other than UTF-8 that one of the first two lines declares (PEP 263)."""
    for line in data[:1000].split(b"\n", 2)[:2]:
        if match := _COOKIE.match(line):
            try:
                name = codecs.lookup(match[1].decode("ascii", "replace")).name
            except (LookupError, ValueError):
                return None
            return name if name in _COOKIES and name != "utf-8" else None
    return None


# --- its cells ----------------------------------------------------------------------------------

# Python's parser keeps every beginning of a dotted name in an import: the square of its parts.
_LONG_NAME = re.compile(
    r"(?:(?<!\w)(?:import|from)[ \t\\]|,)[ \t\\\n]*+(?:\w++[ \t\\\n]*+\.[ \t\\\n]*+){200}"
)
_SHORT = 20_000  # most submissions are shorter, and too short to break any limit
_WORD_BYTES = bytes(
    byte for byte in range(256) if byte >= 0x80 or chr(byte).isalnum() or byte == 0x5F
)
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_STATEMENTS_OF_A_SCRIPT = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign)


def read_bytes(data: bytes, name: str) -> Source:
    """Parse a script or a notebook; its content decides which it is. Nothing in it is executed.

    Raises Unreadable with one sentence. A file without any code gives a Source without cells.
    """
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise Unreadable(messages.TOO_LARGE(megabytes=MAX_NOTEBOOK_BYTES >> 20))
    text, notes = decode(data)
    kind, cells = _cells(text, name, notes)
    code = [cell for cell in cells if cell.kind == "code"]
    _check_size([cell.source for cell in code])
    with quiet():
        readings = [_read(cell, name) for cell in code]
        if kind == "py" and name.lower().endswith(".ipynb") and text.strip():
            if not any(map(_is_python, readings)):
                raise Unreadable(messages.NO_JSON)
            notes.append(messages.IS_SCRIPT())
        elsewhere = dict(_commented_out(readings))
        elsewhere.update(_in_other_cells(cell for cell in cells if cell.kind != "code"))
    parsed: list[Cell] = []
    broken: dict[str, str] = {}
    defined: set[str] = set()
    for reading in readings:
        notes.extend(reading.notes)
        broken.update(reading.broken)
        if reading.cell is not None:
            parsed.append(reading.cell)
            defined.update(_defined(reading.cell.tree.body))
    return Source(
        name,
        hashlib.sha256(data).hexdigest(),
        kind,
        tuple(parsed),
        shortened(notes),
        broken,
        frozenset(defined),
        elsewhere=elsewhere,
        unread=next((reading.fault for reading in readings if reading.fault), None),
    )


def _cells(text: str, name: str, notes: list[Note]) -> tuple[Kind, list[CodeCell]]:
    named_notebook = name.lower().endswith(".ipynb")
    if _looks_like_notebook(text) or (named_notebook and text.lstrip()[:1] in ("{", "[")):
        cells, more = cells_of(text)
        notes += more
        if not named_notebook:
            notes.append(messages.IS_NOTEBOOK())
        return "ipynb", cells
    if text.lstrip().startswith("<") and is_web_page(text):
        cells = exported_cells(text)
        if not cells:
            raise Unreadable(messages.WEB_PAGE)
        notes.append(messages.IS_EXPORTED())
        return "ipynb", cells
    if text.startswith("version https://git-lfs.github.com/spec/"):
        raise Unreadable(messages.LFS_POINTER)
    return "py", [CodeCell(0, text)]


def _looks_like_notebook(text: str) -> bool:
    """Whether the text starts as a notebook's JSON does, complete or not."""
    if not text.startswith("{") and not text.lstrip().startswith("{"):
        return False
    ends = text[:4000] + text[-4000:]
    return any(f'"{key}"' in ends for key in ("cells", "worksheets", "nbformat", "cell_type"))


def _read(cell: CodeCell, name: str) -> Reading:
    origin = f"cell {cell.number}" if cell.number else printable(name, 120)
    reading = read_cell(origin, cell.source)
    if cell.ours and reading.cell is not None:
        reading.cell = replace(reading.cell, ours=True)
    return reading


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    """Functions and classes that these statements define at top level."""
    for node in unfolded(body):
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Assign(targets, ast.Lambda()):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def _check_size(texts: list[str]) -> None:
    if sum(map(len, texts)) < _SHORT:
        return
    if sum(len(text.encode("utf-8", "replace")) for text in texts) > MAX_SOURCE_BYTES:
        raise Unreadable(messages.TOO_LONG(megabytes=MAX_SOURCE_BYTES >> 20))
    if signs(texts) > MAX_SIGNS:
        raise Unreadable(messages.TOO_MUCH_CODE)
    if any(_LONG_NAME.search(text) for text in texts):
        raise Unreadable(messages.LONG_DOTTED_NAME)


def signs(texts: Iterable[str]) -> int:
    """How many signs, spaces and line ends they hold: all but letters, digits and underscores."""
    return sum(len(text.encode("utf-8", "replace").translate(None, _WORD_BYTES)) for text in texts)


def _is_python(reading: Reading) -> bool:
    body = reading.cell.tree.body if reading.cell is not None else []
    return bool(reading.broken) or any(isinstance(node, _STATEMENTS_OF_A_SCRIPT) for node in body)


# --- functions in comments and other cells ------------------------------------------------------

_FENCED = re.compile(r"\s*```[^\n]*\n(.*?)\n?```\s*", re.S)
_COMMENTED = re.compile(r"[ \t]*#[ \t]*(?:async[ \t]+)?def[ \t]+([^\W\d]\w*)[ \t]*\(")


def _commented_out(readings: Sequence[Reading]) -> Iterator[tuple[str, str]]:
    """Name of a function that is in a comment, and a sentence that says where."""
    for reading in readings:
        if reading.cell is not None and "#" in reading.cell.text:
            for number, line in enumerate(reading.cell.text.split("\n"), start=1):
                if match := _COMMENTED.match(line):
                    name, where = printable(match[1]), place(reading.cell.origin, number)
                    yield match[1], messages.COMMENTED_OUT(name=name, where=where)


def _in_other_cells(cells: Iterable[CodeCell]) -> Iterator[tuple[str, str]]:
    """The same of functions in cells of other kinds, where all of the cell is code.

    A text that explains what is to be written is no student's code.
    """
    for cell in cells:
        if "def " not in cell.source:
            continue
        fenced = _FENCED.fullmatch(cell.source)
        try:
            tree = parse(fenced[1] if fenced else cell.source)
        except CannotCompile:
            continue
        where = {"number": cell.number, "kind": cell.kind}
        for node in tree.body:
            if isinstance(node, _DEFS):
                yield node.name, messages.IN_ANOTHER_CELL(name=printable(node.name), **where)


_MARK = re.compile(rb"# variant: ([A-Za-z0-9_-]{1,80}) of ([A-Za-z0-9_]{1,80})")
_MOST = 8
"""Different ones in a file; who writes more gains nothing by it."""


def variant_line(exercise: str, variant: str) -> str:
    """The comment by which a starter says which variant of an exercise it is of.

    It tells a student's own check, and an instructor what a file was made from. It never decides alone.
    """
    return f"# variant: {variant} of {exercise}"


def variants_named(content: bytes) -> tuple[tuple[str, str], ...]:
    """Exercise and variant of the comments in a file's bytes."""
    found: dict[tuple[str, str], None] = {}
    for match in _MARK.finditer(content):
        found[match[2].decode("ascii"), match[1].decode("ascii")] = None
        if len(found) == _MOST:
            break
    return tuple(found)
