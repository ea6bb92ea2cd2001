"""The cells of a notebook: of its JSON (formats 3 and 4), or of a web page that was made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from grader.load import messages
from grader.load.messages import printable
from grader.load.read.release_cells import is_ours
from grader.load.read.web_page import page_cells
from grader.model.submission import Note
from grader.util.errors import Unreadable
from grader.util.notebook_library import import_nbformat

# A file of millions of tiny values would exhaust the reader's memory: they are counted first.
_MAX_VALUES = 4_000_000


class CodeCell(NamedTuple):
    """Number from 1 over all cells, as a reader counts; source; whether the release wrote it.

    ``kind`` is "code", or what a cell is that is not run: "markdown", "raw".
    """

    number: int
    source: str
    ours: bool = False
    kind: str = "code"


def cells_of(text: str) -> tuple[list[CodeCell], list[Note]]:
    """Return the cells of a notebook and the notes about it; raises Unreadable."""
    content = _json(text)
    if not isinstance(content, dict):
        raise Unreadable(messages.NO_CELLS)
    raw = _raw_cells(content)
    for cell in raw:
        if isinstance(cell, dict) and "outputs" in cell:
            cell["outputs"] = []  # never read, and often most of the file
    cells = []
    for number, cell in enumerate(_by_nbformat(content, raw) or raw, start=1):
        source = source_of(cell) if isinstance(cell, dict) else None
        if source is not None:
            ours = is_ours(source, cell.get("metadata"))
            cells.append(CodeCell(number, source, ours, _kind(cell)))
    return cells, list(_language_notes(content.get("metadata")))


def raw_cells(text: str) -> list[dict[str, Any]]:
    """The cells as they stand in the file, outputs included; raises Unreadable."""
    content = _json(text)
    if not isinstance(content, dict):
        raise Unreadable(messages.NO_CELLS)
    return [cell for cell in _raw_cells(content) if isinstance(cell, dict)]


def _json(text: str) -> Any:
    if text.count(",") + text.count("[") + text.count("{") > _MAX_VALUES:
        raise Unreadable(messages.TOO_MANY_VALUES)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if "<<<<<<< " in text and ">>>>>>> " in text:
            reason = messages.UNFINISHED_MERGE
        elif error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            reason = messages.CUT_OFF(line=error.lineno)
        else:
            reason = messages.DAMAGED(line=error.lineno)
    except (RecursionError, MemoryError):
        reason = messages.NESTED_TOO_DEEPLY
    except ValueError:
        reason = messages.NUMBER_TOO_LARGE
    raise Unreadable(reason)


def _raw_cells(content: dict[str, Any]) -> list[Any]:
    """The cells as they stand in the JSON, without regard to the schema."""
    cells = content.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = content.get("worksheets")  # format 3
    if not isinstance(sheets, list):
        raise Unreadable(messages.NO_CELLS)
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _by_nbformat(content: dict[str, Any], raw: Iterable[Any]) -> list[Any] | None:
    """The cells as nbformat reads them, those of format 3 upgraded; None where it cannot.

    It refuses what breaks the schema (missing metadata, unknown cell types), which real notebooks
    do. It would also join lines that a tool wrote without their newlines.
    """
    version = content.get("nbformat")
    if version not in (3, 4) or any(_has_bare_lines(cell) for cell in raw):
        return None
    nbformat = import_nbformat()
    try:
        notebook = nbformat.versions[version].to_notebook_json(content)
        if version == 4:
            return list(notebook.cells)
        upgrade = nbformat.v4.convert.upgrade_cell
        return [upgrade(cell) for sheet in notebook.worksheets for cell in sheet.cells]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError, MemoryError):
        return None


def _has_bare_lines(cell: Any) -> bool:
    """Whether its source is a list of several lines that do not end in a newline."""
    source = cell.get("source", cell.get("input")) if isinstance(cell, dict) else None
    lines = [line for line in source if isinstance(line, str)] if isinstance(source, list) else []
    return len(lines) > 1 and not any(line.endswith("\n") for line in lines[:-1])


def _kind(cell: dict[Any, Any]) -> str:
    kind = cell.get("cell_type")
    if kind is None and ("input" in cell or "outputs" in cell):
        return "code"
    return kind if kind in ("code", "markdown", "raw") else "text"


def source_of(cell: dict[Any, Any]) -> str | None:
    """A cell's text, or None where it has none."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        source = ("\n" if _has_bare_lines(cell) else "").join(lines)
    if not isinstance(source, str):
        return None
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _language_notes(metadata: Any) -> Iterator[Note]:
    if not isinstance(metadata, dict):
        return
    kernel, info = (
        part if isinstance(part := metadata.get(key), dict) else {}
        for key in ("kernelspec", "language_info")
    )
    language = info.get("name") or kernel.get("language")
    if isinstance(language, str) and language.lower() not in ("", "python", "ipython"):
        yield messages.OTHER_LANGUAGE(language=printable(language))
    elif kernel.get("name") == "python2":
        yield messages.OLD_KERNEL()


def exported_cells(text: str) -> list[CodeCell]:
    """The code cells of a notebook that was exported as a web page; none where the page is something else."""
    cells = enumerate(page_cells(text), start=1)
    return [CodeCell(number, cell.text) for number, cell in cells if not cell.is_text]
