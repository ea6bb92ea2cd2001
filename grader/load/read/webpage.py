"""Code cells out of a notebook that was exported as a web page.

Jupyter's exports put each code cell into an element of a known class, for the new look and for the old one.
"""

from __future__ import annotations

from html.parser import HTMLParser

from grader.load.read.notebook import CodeCell

_CELLS = frozenset(("jp-Cell", "cell"))
_CODE = frozenset(("jp-CodeMirrorEditor", "jp-InputArea-editor", "input_area"))
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr path circle rect".split()
)


def is_web_page(text: str) -> bool:
    """Whether the text starts as a web page does."""
    start = text[:300].lstrip().lower()
    return start.startswith(("<!doctype html", "<html", "<?xml", "<svg"))


def exported_cells(text: str) -> list[CodeCell]:
    """The code cells of an exported notebook; none where the page is something else."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Counts cells, and takes the text of the first ``pre`` in the code part of each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[CodeCell] = []
        self._count = self._depth = 0
        self._code: int | None = None  # the depth of the code part that is open
        self._lines: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        self._depth += 1
        classes = set((dict(attrs).get("class") or "").split())
        if tag == "div" and classes & _CELLS and "jp-Notebook" not in classes:
            self._count += 1
        if classes & _CODE and self._code is None:
            self._code = self._depth
        if tag == "pre" and self._code is not None and self._lines is None:
            self._lines = []

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag == "pre" and self._lines is not None:
            source = "".join(self._lines).strip("\n")
            self.found.append(CodeCell(self._count, source))
            self._lines = None
        if self._code is not None and self._depth <= self._code:
            self._code = None
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._lines is not None:
            self._lines.append(data)
