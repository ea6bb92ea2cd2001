"""The cells of notebooks that are no JSON, as far as answers go: marimo's, and exported web pages.

Nothing is run. Of marimo's notebook a cell is text if it is a call of ``mo.md``. Of a page the text of
Markdown cells is read back: headings, paragraphs, items of lists; formulas as they stand there.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple


class PlainCell(NamedTuple):
    """A cell: its text or code, and the base64 texts of the PNG pictures among its outputs."""

    is_text: bool
    text: str
    pictures: tuple[str, ...] = ()


# --- marimo -------------------------------------------------------------------------------------

_FAULTS = (SyntaxError, ValueError, RecursionError, MemoryError)


def marimo_cells(text: str) -> list[PlainCell]:
    """The cells of a marimo notebook; none where the file is something else, or does not parse."""
    if "marimo" not in text:
        return []
    try:
        tree = ast.parse(text)
        imported = any(
            isinstance(n, ast.Import) and any(a.name == "marimo" for a in n.names)
            for n in tree.body
        )
        return list(_of_marimo(tree, text)) if imported else []
    except _FAULTS:
        return []


def _of_marimo(tree: ast.Module, text: str) -> Iterator[PlainCell]:
    lines = text.splitlines()
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not _is_cell(node):
            continue
        said = [words for part in node.body if (words := _markdown(part)) is not None]
        if said:
            yield PlainCell(True, "\n\n".join(map(inspect.cleandoc, said)))
        else:
            code = "\n".join(lines[node.body[0].lineno - 1 : node.end_lineno])
            yield PlainCell(False, inspect.cleandoc(code))


def _is_cell(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    called = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
    return any(isinstance(d, ast.Attribute) and d.attr == "cell" for d in called)


def _markdown(node: ast.stmt) -> str | None:
    """The text of ``mo.md("...")``; of an f-string what is written in it."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(), "md"), [ast.Constant(str(text))])):
            return text
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(), "md"), [ast.JoinedStr(values=parts)])):
            return "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
    return None


# --- an exported page ---------------------------------------------------------------------------

_CELLS = frozenset(("jp-Cell", "cell"))
_CODE_CELLS = frozenset(("jp-CodeCell", "code_cell"))
_TEXTS = frozenset(("jp-RenderedMarkdown", "text_cell_render"))
_CODE = frozenset(("jp-CodeMirrorEditor", "jp-InputArea-editor", "input_area"))
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr path circle rect".split()
)
_BLOCKS = frozenset("p div ul ol table tr pre blockquote".split())
_HEADING = re.compile(r"h([1-6])")
_DATA = "data:image/png;base64,"


def page_cells(text: str) -> list[PlainCell]:
    """The cells of an exported notebook; none where the page is something else."""
    if not text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        return []
    reader = _Page()
    reader.feed(text)
    reader.close()
    return reader.done()


class _Page(HTMLParser):
    """Collects, cell by cell, the words of the text part or of the code part, and the pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._cells: list[PlainCell] = []
        self._words: list[str] | None = None
        self._pictures: list[str] = []
        self._is_text = True
        self._depth = 0
        self._part: int | None = None  # the depth of the text or code part that is open

    def done(self) -> list[PlainCell]:
        self._end_cell()
        return self._cells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and self._words is not None:
            source = given.get("src") or ""
            if source.startswith(_DATA):
                self._pictures.append(source.removeprefix(_DATA))
        if tag == "br" or (tag == "li" and self._part is not None):
            self._say("\n- " if tag == "li" else "\n")
        if tag in _VOID:
            return
        self._depth += 1
        classes = set((given.get("class") or "").split())
        if tag == "div" and classes & _CELLS and "jp-Notebook" not in classes:
            self._end_cell()
            self._words, self._is_text = [], not classes & _CODE_CELLS
        if self._part is None and classes & (_TEXTS if self._is_text else _CODE):
            self._part = self._depth
        if self._part is not None:
            heading = _HEADING.fullmatch(tag)
            if heading and self._is_text:
                self._say(f"\n\n{'#' * int(heading[1])} ")
            elif tag in _BLOCKS and self._is_text:
                self._say("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if _HEADING.fullmatch(tag) and self._is_text:
            self._say("\n\n")
        if self._part is not None and self._depth <= self._part:
            self._part = None
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        self._say(" ".join(data.split("\n")) if self._is_text else data)

    def handle_comment(self, data: str) -> None:
        self._say(f"<!--{data}-->")

    def _say(self, words: str) -> None:
        if self._words is not None and self._part is not None:
            self._words.append(words)

    def _end_cell(self) -> None:
        if self._words is not None:
            text = "".join(self._words).replace("¶", "")  # the sign that links to a heading
            text = re.sub(r"[ \t]*\n[ \t]*", "\n", text) if self._is_text else text
            text = re.sub(r"\n{3,}", "\n\n", text).strip()
            self._cells.append(PlainCell(self._is_text, text, tuple(self._pictures)))
        self._words, self._pictures, self._part = None, [], None
