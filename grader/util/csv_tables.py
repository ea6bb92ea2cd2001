"""CSV as spreadsheets and platforms exchange it: read in any of their encodings, written without formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.util.errors import UsageError

# A cell begins at the start of the text, and after every character that a spreadsheet in some country uses as a
# separator: comma, semicolon, tab, pipe, a line's end. Some spreadsheets ignore quotes and spaces before the sign;
# those of East Asia also accept the wide forms of the signs.
_FORMULA = re.compile(r"""(^|[,;|\t\r\n])(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])""")
_INERT = re.compile(_FORMULA.pattern.replace(")(?=", ")'(?=", 1))
_EMPTY_MARK = "-"
_LARGEST = 64 * 2**20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MISSPELLED = 0.85  # "excuse" is meant for "excused"; "sid" is another column than "id"


def inert(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet runs it, or a part of it, as a formula.

    A dash alone, which platforms write for "nothing", is kept.
    """
    return cell if cell == _EMPTY_MARK else _FORMULA.sub(r"\1'", cell)


def plain(cell: str) -> str:
    """Return the text that ``inert`` made ``cell`` of."""
    return _INERT.sub(r"\1", cell)


def csv_text(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Return rows as CSV, with every text in them made inert."""
    return _written((map(_inert, row) for row in rows), delimiter)


def csv_of_template(rows: Iterable[Iterable[str]], delimiter: str) -> str:
    """Return rows of a platform's own file as CSV, unchanged: call ``inert`` on what a stranger wrote."""
    return _written(rows, delimiter)


def _inert(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell


def _written(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def read_rows(path: Path, what: str) -> list[list[str]]:
    """Return all rows of a CSV file; raises a UsageError that names it as ``what``."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST)
    except OSError as fault:
        raise UsageError(f"cannot read the {what} {path}: {fault.strerror}") from None
    text = _decoded(data)
    try:
        stream = io.StringIO(text, newline="")
        # Strict: a quote that is never closed would swallow the rest of the class as one cell.
        return list(csv.reader(stream, delimiter=_delimiter(text), strict=True))
    except csv.Error as fault:
        raise UsageError(f"the {what} {path} is no CSV file: {fault}") from None


def read_table(
    path: Path, what: str, needed: Iterable[str], optional: Iterable[str] = ()
) -> list[tuple[int, Mapping[str, str]]]:
    """Return line number and cells (column -> text) of every row that is not empty.

    Args:
        path: the file.
        what: its name in error messages.
        needed: columns that must be there; case does not matter.
        optional: columns that may be there: a name close to one of them is an error.

    Raises:
        UsageError: for a column that is missing, there twice or misspelled, and for a row with more cells
            than the header.
    """
    rows = read_rows(path, what)
    header = [" ".join(cell.split()).casefold() for cell in rows[0]] if rows else []
    _check_header(header, f"the {what} {path}", list(needed), list(optional))
    table: list[tuple[int, Mapping[str, str]]] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[len(header) :]):
            raise UsageError(
                f"the {what} {path} has more cells in line {number} than columns",
                hint="put a text that contains the separator in quotes",
            )
        if any(cell.strip() for cell in row):
            cells = (cell.strip() for cell in row)
            table.append((number, dict(zip(header, cells, strict=False))))
    return table


def _check_header(header: list[str], where: str, needed: list[str], optional: list[str]) -> None:
    from difflib import get_close_matches

    for column in needed:
        if column not in header:
            raise UsageError(
                f"{where} has no column {column!r}",
                hint=f"its first line must name the columns; it says: {', '.join(header) or 'nothing'}",
            )
    absent = [column for column in optional if column not in header]
    for column in filter(None, header):
        if header.count(column) > 1:
            raise UsageError(f"{where} has the column {column!r} twice")
        near = column not in optional and get_close_matches(column, absent, 1, _MISSPELLED)
        if near:
            raise UsageError(f"{where} has a column {column!r}", hint=f"did you mean {near[0]}?")


def encoding_note(path: Path) -> str | None:
    """Return what to tell whoever gave a table whose encoding was guessed; None where the table says it."""
    # What comes through a pipe was read, and is gone.
    page = _guess(path.read_bytes()[:_LARGEST]) if path.is_file() else None
    if page is None:
        return None
    return (
        f"{path.name} is not in UTF-8, and was read as {page}, which is a guess from its letters: if names "
        "look wrong, save it as UTF-8"
    )


def _decoded(data: bytes) -> str:
    """Decode what spreadsheets write: UTF-8 with or without a mark, UTF-16, or a code page of Windows."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    page = _guess(data)
    return data.decode("utf-8-sig") if page is None else data.decode(page, "replace")


def _guess(data: bytes) -> str | None:
    """The code page that a table seems to be in; None where its encoding is known."""
    if data.startswith(_UTF_16):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        from grader.util.codepage import spreadsheets_page

        return spreadsheets_page(data.splitlines())
    return None


def delimiter_of(path: Path) -> str:
    """Return the separator of a file that ``read_rows`` could read."""
    return _delimiter(_decoded(path.read_bytes()[:_LARGEST]))


def _delimiter(text: str) -> str:
    """Guess the separator from the first line: comma, semicolon (as in many countries) or tab."""
    first = text.partition("\n")[0]
    if first.count(";") > first.count(","):
        return ";"
    return "\t" if "\t" in first and "," not in first else ","
