"""unassigned.csv: the files that were handed in and are in nobody's row, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.model.delivery import Unassigned
from grader.util.csv_tables import csv_text, inert
from grader.util.files import write_atomically
from grader.util.untrusted_text import harmless


def write_unassigned(path: Path, files: Sequence[Unassigned]) -> None:
    """Write the table; without such files there is none, also not one of an earlier run."""
    if not files:
        path.unlink(missing_ok=True)
        return
    rows = [(inert(harmless(each.file)), each.reason) for each in files]
    write_atomically(path, csv_text([("file", "reason"), *rows]))
