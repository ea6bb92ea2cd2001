"""What the platforms' tables have in common when scores are filled into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.model.result import Points, exact, rounded
from grader.util.csv_tables import delimiter_of, inert, read_rows

_COMMENT_COLUMN = re.compile("feedback|comment|note|coment|kommentar", re.IGNORECASE)
_SIGNED_NUMBER = re.compile(r"[-+]?[0-9.,]+ ?%?")
# Some platforms write 1.234,50 and others 1,234.50. 1,234 may be either, so it is no number here.
_POINTS = re.compile(
    r"\s*([0-9]{1,9}|[0-9]{1,3}(?:[., '\u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,9}))?\s*"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
MOST_LISTED = 10
"""Students named in one message."""


def number(value: Points) -> str:
    """A number without an exponent and without trailing zeros."""
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def kept(column: str, cell: str) -> str:
    """A cell of the template, safe for a spreadsheet.

    A name that begins like a formula becomes text. Scores, dashes and teachers' comments do not change.
    """
    if _COMMENT_COLUMN.search(column) or _SIGNED_NUMBER.fullmatch(cell):
        return cell
    return inert(cell)


def normal(title: str) -> str:
    """A title for comparing: letters and digits in lower case."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def template_rows(path: Path) -> tuple[list[str], list[list[str]], str]:
    """Read a platform's file: its header, its rows filled up to the header's length, its delimiter.

    Raises UsageError for a file that cannot be read as a table.
    """
    header, *body = read_rows(path, "template") or [[]]
    return header, [[*row, *[""] * (len(header) - len(row))] for row in body], delimiter_of(path)


def keep_row(header: Sequence[str], row: Sequence[str]) -> list[str]:
    """A row of the template with every cell safe for a spreadsheet."""
    return [kept(title, cell) for title, cell in zip(header, row, strict=False)]


def points_in(cell: str) -> Fraction | None:
    """The number in a cell, in any country's notation; None where there is none."""
    match = _POINTS.fullmatch(cell)
    if match is None or _AMBIGUOUS.fullmatch(cell.strip()):
        return None
    whole = re.sub(r"\D", "", match[1])
    return Fraction(f"{whole}.{match[2] or 0}")


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``ours``, the points of an exercise, to ``theirs``, the points of a platform's column."""

    ours: Fraction
    theirs: Fraction

    @classmethod
    def between(cls, ours: Points, theirs: Points | Fraction | None) -> Scale:
        """``theirs`` None: scores do not change."""
        return cls(
            exact(ours),
            theirs if isinstance(theirs, Fraction) else exact(ours if theirs is None else theirs),
        )

    @property
    def changes(self) -> bool:
        """Whether a score becomes another number."""
        return self.ours != self.theirs

    def text(self, score: Points) -> str:
        """The score in the platform's points, exact to six decimals."""
        factor = self.theirs / self.ours if self.changes and self.ours else 1
        return number(rounded(exact(score) * factor))
