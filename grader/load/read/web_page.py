"""The cells of a notebook that was exported as a web page: its code as it was, its text as Markdown.

Nothing is run. Of Markdown cells headings, paragraphs and items of lists are read back; formulas as they
stand there.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple


class PlainCell(NamedTuple):
    """A cell: its text or code, and the base64 texts of the PNG pictures among its outputs."""

    is_text: bool
    text: str
    pictures: tuple[str, ...] = ()


# Jupyter's exports give cells and their parts such classes, in the new and the old look.
_CELLS = frozenset(("jp-Cell", "cell"))
_TEXTS = frozenset(("jp-RenderedMarkdown", "text_cell_render"))
_CODE = frozenset(("jp-CodeMirrorEditor", "jp-InputArea-editor", "input_area"))
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr path circle rect".split()
)
_BLOCKS = frozenset("p div ul ol table tr pre blockquote".split())
_HEADING = re.compile(r"h([1-6])")
_DATA = "data:image/png;base64,"


def is_web_page(text: str) -> bool:
    """Whether the text starts as a web page does."""
    start = text[:300].lstrip().lower()
    return start.startswith(("<!doctype html", "<html", "<?xml", "<svg"))


def page_cells(text: str) -> list[PlainCell]:
    """All cells of an exported notebook, in order; none where the page is something else."""
    reader = _Page()
    reader.feed(text)
    reader.close()
    return reader.done()


class _Page(HTMLParser):
    """Collects, cell by cell, the words of the text part or of the first ``pre`` of the code part, and
    the pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._cells: list[PlainCell] = []
        self._words: list[str] | None = None
        self._pictures: list[str] = []
        self._is_text = True
        self._depth = 0
        self._area: int | None = None  # the depth of the code part that is open
        self._part: int | None = None  # the depth of what is collected

    def done(self) -> list[PlainCell]:
        self._end_cell()
        return self._cells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and self._words is not None:
            source = given.get("src") or ""
            if source.startswith(_DATA):
                self._pictures.append(source.removeprefix(_DATA))
        if tag == "br" or (tag == "li" and self._is_text):
            self._say("\n- " if tag == "li" else "\n")
        if tag in _VOID:
            return
        self._depth += 1
        classes = set((given.get("class") or "").split())
        if tag == "div" and classes & _CELLS and "jp-Notebook" not in classes:
            self._end_cell()
            self._words, self._is_text = [], True
        if self._area is None and classes & _CODE:
            self._area, self._is_text = self._depth, False
        begins = (
            classes & _TEXTS if self._is_text else tag == "pre" and self._area and not self._words
        )
        if self._part is None and begins:
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
        if self._area is not None and self._depth <= self._area:
            self._area = None
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        self._say(" ".join(data.split("\n")) if self._is_text else data)

    def handle_comment(self, data: str) -> None:
        if self._is_text:
            self._say(f"<!--{data}-->")

    def _say(self, words: str) -> None:
        if self._words is not None and self._part is not None:
            self._words.append(words)

    def _end_cell(self) -> None:
        if self._words is not None:
            text = "".join(self._words).strip("\n")
            if self._is_text:
                text = text.replace("¶", "")  # the sign that links to a heading
                text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
                text = re.sub(r"\n{3,}", "\n\n", text).strip()
            self._cells.append(PlainCell(self._is_text, text, tuple(self._pictures)))
        self._words, self._pictures, self._part, self._area = None, [], None, None
