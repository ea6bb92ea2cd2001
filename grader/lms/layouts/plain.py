"""A file or a folder for each student: used where no platform is recognised."""

from __future__ import annotations

from grader.lms.layout import Layout, OwnedFile, Read
from grader.model.delivery import ListedFile, Listing


def _reader(_: Listing) -> Read:
    def read(file: ListedFile) -> OwnedFile:
        return OwnedFile(file.top, file.below or file.top, file)

    return read


LAYOUT = Layout("plain", "plain folder", "doe-jane/homework.ipynb", _reader, rank=100)
