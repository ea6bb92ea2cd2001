"""nbgrader: ``submitted/jdoe/ps1/problem1.ipynb`` with ``timestamp.txt`` beside it.

The path may be ``submitted`` itself, or the course folder around it, whose other folders nobody handed in. What
``nbgrader zip_collect`` reads has names as Blackboard writes them: see ``blackboard``.
"""

from __future__ import annotations

from grader.lms.layout import (
    PLATFORM_FILE,
    Layout,
    NoOwner,
    OwnedFile,
    Owner,
    Read,
    timestamps,
)
from grader.model.delivery import TIMESTAMP, ListedFile, Listing, Person

_PART_OF_THE_COURSE = NoOwner("it is part of the nbgrader course, and was not handed in")
_FOLDER = "submitted"
_OTHER_FOLDERS = ("source", "release", "autograded", "feedback", "downloaded", "gradebook.db")


def _reader(listing: Listing) -> Read:
    inside = _inside(listing)
    times = timestamps(listing)

    def read(file: ListedFile) -> Owner:
        if not file.path.startswith(inside):
            return _PART_OF_THE_COURSE if file.top in _OTHER_FOLDERS else None
        student, _, part = file.path.removeprefix(inside).partition("/")
        work, _, name = part.partition("/")
        if not part:
            return None
        if name == TIMESTAMP:
            return PLATFORM_FILE
        when = times.get(f"{inside}{student}/{work}")
        return OwnedFile(student, part, file, (Person(student),), when)

    return read


def _inside(listing: Listing) -> str:
    """Where in the listing the students' folders are."""
    return "" if listing.root.name == _FOLDER else f"{_FOLDER}/"


def _with_a_time(listing: Listing) -> list[str]:
    return [folder for folder in timestamps(listing) if folder.startswith(_inside(listing))]


def _has_submitted(listing: Listing) -> bool:
    if listing.root.name == _FOLDER:
        return all("/" in file.below for file in listing.files if file.is_code)
    return any(
        file.path.startswith(f"{_FOLDER}/") and file.path.count("/") >= 3 for file in listing.files
    )


LAYOUT = Layout(
    "nbgrader",
    "nbgrader",
    "submitted/jdoe/ps1/problem1.ipynb",
    _reader,
    _has_submitted,
    submitted=_with_a_time,
    rank=35,
)
