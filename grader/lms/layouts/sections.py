"""Folders of sections (or of assignments), with a file or a folder for each student in them.

Such a folder is found by itself, by what lies in it; the name on the command line says it where that fails.
Two students of one name in two sections are two.
"""

from __future__ import annotations

from grader.lms.layouts.base import Handed, Layout, Read
from grader.model.delivery import Found, Listing


def _reader(_: Listing) -> Read:
    def read(found: Found) -> Handed | None:
        section, _, rest = found.path.partition("/")
        student, _, part = rest.partition("/")
        return Handed(f"{section}/{student}", part or student, found) if student else None

    return read


LAYOUT = Layout("sections", "sections", "section A/doe-jane/homework.ipynb", _reader, rank=101)
