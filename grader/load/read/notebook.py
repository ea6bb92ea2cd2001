"""Code cells out of a notebook's JSON, formats 3 and 4, without trusting its schema.

Real notebooks break the schema (missing metadata, unknown cell types, lists for strings), so the
JSON is read directly and only what is needed is looked at.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from grader.load.read import messages
from grader.load.read.release_cells import is_ours
from grader.model.submission import Note
from grader.util.errors import Unreadable

# Outputs may be large, but in few pieces; a file made of millions of tiny values is an attack
# on the reader's memory. Counted before anything is built.
_MAX_VALUES = 4_000_000


class CodeCell(NamedTuple):
    """Number from 1 over all cells, as a reader counts; source; whether it is a release's own.

    ``kind`` is "code", or what a cell is that is not run: "markdown", "raw".
    """

    number: int
    source: str
    ours: bool = False
    kind: str = "code"


def looks_like_notebook(text: str) -> bool:
    """Whether the text starts as a notebook's JSON does, be it whole or not."""
    if not text.startswith("{") and not text.lstrip().startswith("{"):
        return False
    ends = text[:4000] + text[-4000:]
    return any(f'"{key}"' in ends for key in ("cells", "worksheets", "nbformat", "cell_type"))


def cells_of(text: str) -> tuple[list[CodeCell], list[Note]]:
    """The cells of a notebook and what is to be told about it; raises Unreadable."""
    content = _json(text)
    cells = _cells(content)
    notes = _language_notes(content)
    found: list[CodeCell] = []
    for number, cell in enumerate(cells, start=1):
        source = _source(cell) if isinstance(cell, dict) else None
        if source is not None:
            ours = is_ours(source, cell.get("metadata"))
            found.append(CodeCell(number, source, ours, _kind(cell)))
    return found, notes


def _json(text: str) -> Any:
    if text.count(",") + text.count("[") + text.count("{") > _MAX_VALUES:
        raise Unreadable(messages.TOO_MANY_VALUES)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if "<<<<<<< " in text and ">>>>>>> " in text:
            raise Unreadable(messages.UNFINISHED_MERGE) from None
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            raise Unreadable(messages.cut_off(error.lineno)) from None
        raise Unreadable(messages.damaged(error.lineno)) from None
    except (RecursionError, MemoryError):
        raise Unreadable(messages.NESTED_TOO_DEEPLY) from None
    except ValueError:
        raise Unreadable(messages.NUMBER_TOO_LARGE) from None


def _cells(content: Any) -> list[Any]:
    if isinstance(content, dict):
        cells = content.get("cells")
        if isinstance(cells, list):
            return cells
        sheets = content.get("worksheets")  # nbformat 3
        if isinstance(sheets, list):
            return [
                cell
                for sheet in sheets
                if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
                for cell in sheet["cells"]
            ]
    raise Unreadable(messages.NO_CELLS)


def _kind(cell: dict[Any, Any]) -> str:
    kind = cell.get("cell_type")
    if kind is None and ("input" in cell or "outputs" in cell):
        return "code"
    return kind if kind in ("code", "markdown", "raw") else "text"


def _source(cell: dict[Any, Any]) -> str | None:
    """A cell's text, or None where it has none."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        # Some tools leave the newlines out of the list.
        bare = len(lines) > 1 and not any(line.endswith("\n") for line in lines[:-1])
        source = ("\n" if bare else "").join(lines)
    if not isinstance(source, str):
        return None
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    return source


def _language_notes(content: Any) -> list[Note]:
    metadata = content.get("metadata")
    if not isinstance(metadata, dict):
        return []
    kernel = metadata.get("kernelspec")
    info = metadata.get("language_info")
    name = kernel.get("name") if isinstance(kernel, dict) else None
    language = info.get("name") if isinstance(info, dict) else None
    if not language and isinstance(kernel, dict):
        language = kernel.get("language")
    if isinstance(language, str) and language.lower() not in ("", "python", "ipython"):
        return [messages.other_language(language)]
    if name == "python2":
        return [messages.old_kernel()]
    return []
