"""Finds the parts of a submission that a person marks: free text, comments, drawings.

Nothing is run, and nothing of it is believed: texts lose what could deceive a reader, and of pictures
only PNG files of ordinary size are kept. A script is read like a notebook: each block of comments is a
text, and the code between is not.
"""

from __future__ import annotations

import ast
import base64
import binascii
import hashlib
import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from grader.load.read.cells import imports_marimo, marimo_kind
from grader.load.read.compile import code_lines
from grader.load.read.notebook import raw_cells, source_of
from grader.load.read.web_page import PlainCell, is_web_page, page_cells
from grader.model.exercise import Rubric
from grader.model.submission import WrittenAnswer
from grader.util.errors import Unreadable
from grader.util.language import gettext, gettext_noop
from grader.util.untrusted_text import harmless

PLACEHOLDER = gettext_noop("*Write your answer here.*")
_BELOW = gettext_noop("{title}: write your answer below, in comments.")
MOST_CHARACTERS = 20_000
"""Of an answer; the rest is cut, and the reader is told."""
_MOST_LINES = 1000
_LONGEST_LINE = MOST_CHARACTERS
_MOST_PICTURES = 3
_MOST_PICTURE_BYTES = 300_000
_MOST_PIXELS = 16_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_CUT = "(The rest of the answer was cut: it is too long.)"


class _Cell(NamedTuple):
    """A cell as far as answers are concerned: ``name`` is the part that a release made it for."""

    is_text: bool
    text: str
    name: str | None = None
    tags: tuple[str, ...] = ()
    ours: bool = False
    pictures: tuple[str, ...] = ()


def answer_cell(rubric: Rubric) -> tuple[str, dict[str, Any]]:
    """Text and metadata of the cell that a released notebook has for the answer."""
    kind, where = _place(rubric)
    tags = {"tags": [where]} if kind == "tag" else {}
    return f"{_marker(rubric.name)}\n{gettext(PLACEHOLDER)}", {
        "grader": {"answer": rubric.name},
        **tags,
    }


def script_answers(rubrics: Sequence[Rubric]) -> list[str]:
    """What a released script has for the answers: a block of comments for each."""
    return [
        f"{_line_of(rubric.name)}\n# {gettext(_BELOW, title=rubric.title)}\n# "
        for rubric in rubrics
        if _place(rubric)[0] != "comments"
    ]


def answers_in(files: Mapping[str, bytes], rubrics: Sequence[Rubric]) -> dict[str, WrittenAnswer]:
    """Part -> its answer in the files of a submission; all of them, in the order of their names."""
    cells: list[_Cell] = []
    for _, content in sorted(files.items()):
        cells += _cells(content)
    return {rubric.name: _answer(cells, rubric) for rubric in rubrics}


def _answer(cells: Sequence[_Cell], rubric: Rubric) -> WrittenAnswer:
    kind, where = _place(rubric)
    if kind == "comments":
        found = list(_comments(cells, where))
    elif kind == "tag":
        tagged = (cell for cell in cells if where.casefold() in cell.tags)
        found = [cell._replace(is_text=True) for cell in tagged]  # with its text, whatever it is
    elif kind == "heading":
        found = list(_below(cells, where)) or list(_of_part(cells, rubric.name))
    else:
        found = list(_of_part(cells, rubric.name))
    texts = [_without_template(cell.text, rubric) for cell in found if cell.is_text]
    whole = "\n\n".join(text for text in texts if text).strip()
    pictures = tuple(dict.fromkeys(picture for cell in found for picture in cell.pictures))
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass"))
    for picture in pictures:
        digest.update(b"\0" + picture.encode())
    return WrittenAnswer(_readable(whole), digest.hexdigest()[:16], pictures[:_MOST_PICTURES])


def _place(rubric: Rubric) -> tuple[str, str]:
    if rubric.answer is None:
        return "cell", rubric.name
    kind, _, where = rubric.answer.partition(":")
    return kind.strip(), where.strip()


def _of_part(cells: Sequence[_Cell], name: str) -> Iterator[_Cell]:
    """The cell that was made for the answer, and the texts and pictures that were put below it."""
    inside = False
    for cell in cells:
        if cell.name is not None:
            inside = cell.name == name
        elif cell.ours or (not cell.is_text and not cell.pictures):
            inside = False
        if inside:
            yield cell


def _below(cells: Sequence[_Cell], title: str) -> Iterator[_Cell]:
    """What stands below the heading, up to the next one of its level or above."""
    level = 0
    for cell in cells:
        if not cell.is_text:
            if level:
                yield cell
            continue
        lines: list[str] = []
        fence = ""
        for line in cell.text.split("\n"):
            if opened := _FENCE.match(line):
                fence = "" if fence == opened[1] else fence or opened[1]
            heading = None if fence else _HEADING.match(line)
            if heading and level and len(heading[1]) <= level:
                level = 0
            if level:
                lines.append(line)
            if heading and not level and _plain(heading[2]) == _plain(title):
                level = len(heading[1])
        if lines or (level and cell.pictures):
            yield cell._replace(text="\n".join(lines))


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[*_`]", "", title).split()).casefold()


def _comments(cells: Sequence[_Cell], function: str) -> Iterator[_Cell]:
    """Docstring and comments of the last definition of a function, and the comments right above it."""
    begin = re.compile(rf"(?:async )?def {re.escape(function)}\b")
    found: list[str] = []
    for index, cell in enumerate(cells):
        lines = cell.text.split("\n")
        for number, line in enumerate(lines):
            if cell.is_text or not begin.match(line):
                continue
            before = lines[:number] if number else []
            if not before and index and cells[index - 1].is_text and cells[index - 1].ours:
                before = cells[index - 1].text.split("\n")
            found = [*_comments_above(before), *_comments_within(lines[number:])]
    if found:
        yield _Cell(True, "\n".join(found))


def _comments_above(lines: Sequence[str]) -> list[str]:
    above: list[str] = []
    for line in reversed(lines):
        if not line.startswith("#"):
            break
        above.insert(0, line.lstrip("#").removeprefix(" "))
    return above


def _comments_within(lines: Sequence[str]) -> list[str]:
    """Of a definition that begins with the first line: by lines where it does not parse."""
    body = [lines[0]]
    for line in lines[1:]:
        if line.strip() and not line.startswith((" ", "\t", ")", "#")):
            break
        body.append(line)
    source = "\n".join(body)
    found: list[str] = []
    try:
        (node,) = ast.parse(source).body[:1]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found += (ast.get_docstring(node) or "").split("\n")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    return [*filter(None, found), *(c for line in body[1:] if (c := _comment_of(line)) is not None)]


def _comment_of(line: str) -> str | None:
    """The comment of a line; quotes are respected as far as one line shows them."""
    quote = ""
    for index, sign in enumerate(line[:_LONGEST_LINE]):
        if quote:
            quote = "" if sign == quote and line[index - 1] != "\\" else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "#":
            return line[index + 1 :].removeprefix(" ")
    return None


def _without_template(text: str, rubric: Rubric) -> str:
    """The text without what the release wrote into it."""
    # In English, and in the language that the course speaks.
    for written in (_marker(rubric.name), PLACEHOLDER, gettext(PLACEHOLDER)):
        text = text.replace(written, "")
    lines = text.split("\n")
    template = {
        _line_of(rubric.name).removeprefix("# "),
        _BELOW.format(title=rubric.title),
        gettext(_BELOW, title=rubric.title),
    }
    return "\n".join(line for line in lines if line.strip() not in template).strip()


def _readable(whole: str) -> str:
    lines = whole.split("\n")
    shown = [harmless(line, _LONGEST_LINE).rstrip() for line in lines[:_MOST_LINES]]
    text = "\n".join(shown)
    if len(text) > MOST_CHARACTERS or len(lines) > _MOST_LINES:
        return f"{text[:MOST_CHARACTERS].rstrip()}\n{_CUT}"
    return text


def _marker(name: str) -> str:
    return f"<!-- answer: {name} -->"


def _line_of(name: str) -> str:
    return f"# answer: {name}"


_MARKED = re.compile(r"<!-- answer: (\w{1,200}) -->")
_MARKED_LINE = re.compile(r"answer: (\w{1,200})\s*$", re.MULTILINE)


def _cells(content: bytes) -> Iterator[_Cell]:
    text = content.decode("utf-8-sig", "replace")
    if text.lstrip()[:1] == "{":
        try:
            for cell in raw_cells(text):
                yield _of_notebook(cell)
        except Unreadable:
            return  # its report says so
    elif plain := page_cells(text) if is_web_page(text) else _of_marimo(text):
        yield from map(_of_plain, plain)
    else:
        yield from _of_script(text)


def _of_plain(cell: PlainCell) -> _Cell:
    marked = _MARKED.search(cell.text) or _MARKED_LINE.search(cell.text)
    pictures = tuple(p for data in cell.pictures if (p := _png(data)) is not None)
    return _Cell(cell.is_text, cell.text, marked and marked[1], pictures=pictures)


def _of_notebook(cell: dict[str, Any]) -> _Cell:
    text = source_of(cell) or ""
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    said = metadata.get("grader")
    said = said if isinstance(said, dict) else {}
    marked = _MARKED.search(text)
    name = said.get("answer") if isinstance(said.get("answer"), str) else marked and marked[1]
    tags = metadata.get("tags")
    tags = tags if isinstance(tags, list) else []
    id_ = cell.get("id")
    return _Cell(
        is_text=cell.get("cell_type") in ("markdown", "raw", "heading"),
        text=text,
        name=name or None,
        tags=tuple(tag.casefold() for tag in tags if isinstance(tag, str)),
        ours="ours" in said or (isinstance(id_, str) and id_.startswith("statement-")),
        pictures=tuple(_pictures(cell)),
    )


def _of_script(text: str) -> Iterator[_Cell]:
    """Blocks of comments and blank lines in turn with code; a block of text marks its part."""
    block: list[str] = []
    is_text = False

    def cell() -> _Cell:
        body = "\n".join(block)
        marked = _MARKED_LINE.search(body) if is_text else None
        return _Cell(is_text, body, marked[1] if marked else None, ours=is_text and not marked)

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        comment = line.startswith("#")
        starts_answer = comment and _MARKED_LINE.match(line.removeprefix("# "))
        if block and ((comment != is_text and line.strip()) or starts_answer):
            yield cell()
            block = []
        if not block:
            is_text = comment
        block.append(line.removeprefix("#").removeprefix(" ") if comment else line)
    if block:
        yield cell()


def _pictures(cell: Mapping[str, Any]) -> Iterator[str]:
    """The PNG pictures of a cell, in its outputs and attached to its text."""
    outputs = cell.get("outputs")
    bundles = (
        [o.get("data") for o in outputs if isinstance(o, dict)] if isinstance(outputs, list) else []
    )
    attached = cell.get("attachments")
    bundles += list(attached.values()) if isinstance(attached, dict) else []
    for bundle in bundles:
        data = bundle.get("image/png") if isinstance(bundle, dict) else None
        if isinstance(data, list):
            data = "".join(part for part in data if isinstance(part, str))
        if isinstance(data, str) and (picture := _png(data)) is not None:
            yield picture


def _png(data: str) -> str | None:
    """The picture as plain base64; None for what is no PNG of ordinary size."""
    if len(data) > 2 * _MOST_PICTURE_BYTES:
        return None
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    width, height = int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")
    is_png = raw.startswith(_PNG) and raw[12:16] == b"IHDR"
    if not is_png or len(raw) > _MOST_PICTURE_BYTES or not 0 < width * height <= _MOST_PIXELS:
        return None
    return base64.b64encode(raw).decode("ascii")


# --- marimo ---------------------------------------------------------------------------------------

_FAULTS = (SyntaxError, ValueError, RecursionError, MemoryError)


def _of_marimo(text: str) -> list[PlainCell]:
    """The cells of a marimo notebook; none where the file is something else, or does not parse.

    A cell is text if it is a call of ``mo.md``.
    """
    if "marimo" not in text:
        return []
    try:
        tree = ast.parse(text)
        return list(_marimo_cells(tree, text)) if any(map(imports_marimo, tree.body)) else []
    except _FAULTS:
        return []


def _marimo_cells(tree: ast.Module, text: str) -> Iterator[PlainCell]:
    lines = code_lines(text)
    for node in tree.body:
        kinds = map(marimo_kind, getattr(node, "decorator_list", []))
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or "cell" not in kinds:
            continue
        said = [words for part in node.body if (words := _markdown(part)) is not None]
        if said:
            yield PlainCell(True, "\n\n".join(map(inspect.cleandoc, said)))
        else:
            code = "\n".join(lines[node.body[0].lineno - 1 : node.end_lineno])
            yield PlainCell(False, inspect.cleandoc(code))


def _markdown(node: ast.stmt) -> str | None:
    """The text of ``mo.md("...")``; of an f-string what is written in it."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(), "md"), [ast.Constant(str(text))])):
            return text
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(), "md"), [ast.JoinedStr(values=parts)])):
            return "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
    return None
