"""CSV as spreadsheets and platforms exchange it: read whatever the encoding mark, written without formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.util.errors import UsageError

# A cell begins where the text does, and after whatever some country's spreadsheet takes for a separator:
# comma, semicolon, tab, pipe, a line's end. Quotes and spaces before the sign do not stop every spreadsheet;
# those of East Asia also take the wide forms of the signs.
_FORMULA = re.compile(r"""(^|[,;|\t\r\n])(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])""")
_EMPTY_MARK = "-"
_LARGEST = 64 * 2**20
_MISSPELLED = 0.85  # "excuse" is meant for "excused"; "sid" is another column than "id"


def inert(cell: str) -> str:
    """``cell`` as text, whatever a spreadsheet splits on: it would run a name that begins like a formula.

    A dash alone, which platforms write for "nothing", stays.
    """
    return cell if cell == _EMPTY_MARK else _FORMULA.sub(r"\1'", cell)


def csv_text(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Rows as CSV, with every text in them made inert."""
    return _written((map(_inert, row) for row in rows), delimiter)


def csv_of_template(rows: Iterable[Iterable[str]], delimiter: str) -> str:
    """Rows of a platform's own file as CSV, as they are: call ``inert`` on what a stranger wrote."""
    return _written(rows, delimiter)


def _inert(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell


def _written(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def read_rows(path: Path, what: str) -> list[list[str]]:
    """All rows of a CSV file; raises UsageError that speaks of it as ``what``."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST)
    except OSError as fault:
        raise UsageError(f"cannot read the {what} {path}: {fault.strerror}") from None
    text = decoded(data)
    try:
        stream = io.StringIO(text, newline="")
        # Strict: a quote that is never closed would swallow the rest of the class as one cell.
        return list(csv.reader(stream, delimiter=_delimiter(text), strict=True))
    except csv.Error as fault:
        raise UsageError(f"the {what} {path} is no CSV file: {fault}") from None


def read_table(
    path: Path, what: str, needed: Iterable[str], optional: Iterable[str] = ()
) -> list[tuple[int, Mapping[str, str]]]:
    """Line number and cells of each row that holds anything; headers are compared without regard to case.

    Raises UsageError for what would be read as something else: a column that is missing, there twice, or
    misspelled beyond the ``optional`` ones, and a row with more cells than the header.
    """
    rows = read_rows(path, what)
    header = [" ".join(cell.split()).casefold() for cell in rows[0]] if rows else []
    _check_header(header, f"the {what} {path}", list(needed), list(optional))
    table: list[tuple[int, Mapping[str, str]]] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[len(header) :]):
            raise UsageError(
                f"the {what} {path} has more cells in line {number} than columns",
                hint="a text that holds the separator stands in quotes",
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


def decoded(data: bytes) -> str:
    """Spreadsheets write UTF-8 with a mark, UTF-16, or the old code page of western systems."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def delimiter_of(path: Path) -> str:
    """What stands between the cells of a file that ``read_rows`` could read."""
    return _delimiter(decoded(path.read_bytes()[:_LARGEST]))


def _delimiter(text: str) -> str:
    """Some countries' spreadsheets put semicolons between cells."""
    first = text.partition("\n")[0]
    return (
        ";"
        if first.count(";") > first.count(",")
        else "\t"
        if "\t" in first and "," not in first
        else ","
    )
