"""Folders of sections (or of assignments), with a file or a folder for each student in them.

Such folders are recognised by their contents; ``--layout sections`` says so where that fails. Two students with
the same name in two sections are two.
"""

from __future__ import annotations

from grader.lms.layout import Layout, OwnedFile, Owner, Read
from grader.model.delivery import ListedFile, Listing


def _reader(_: Listing) -> Read:
    def read(file: ListedFile) -> Owner:
        student, _, part = file.below.partition("/")
        return OwnedFile(f"{file.top}/{student}", part or student, file) if student else None

    return read


LAYOUT = Layout("sections", "sections", "section A/doe-jane/homework.ipynb", _reader, rank=101)
