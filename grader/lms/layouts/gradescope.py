"""Gradescope: an export with ``submission_metadata.yml`` and a folder for each submission.

The file says who handed in each folder, and when; a group is one submission. Where it does not name the people, the
folder is the id. Its texts, such as a name with a line break, are values and never keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.lms.layouts.base import (
    PLATFORM_FILE,
    Layout,
    NoOwner,
    OwnedFile,
    Owner,
    Read,
    timestamp,
)
from grader.model.delivery import METADATA, ListedFile, Listing, Person
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.lms.gradescope_metadata import Entry

_UNCLEAR = NoOwner(f"{METADATA} does not clearly say who handed it in")


def _reader(listing: Listing) -> Read:
    entries = _entries(listing)

    def read(file: ListedFile) -> Owner:
        if file.path == METADATA:
            return PLATFORM_FILE
        entry = entries.get(file.top)
        if entry is None:
            return None
        if entry.unclear:
            return _UNCLEAR
        people = entry.people or (Person(file.top),)
        number = int("".join(filter(str.isdigit, file.top))[:18] or 0)
        has_ids = bool(entry.people) and all(person.id != person.name for person in entry.people)
        key = "+".join(person.id for person in people) if has_ids else file.top
        part, when = file.below or file.top, timestamp(entry.created_at)
        return OwnedFile(key, part, file, people, when, upload=number)

    return read


def _entries(listing: Listing) -> dict[str, Entry]:
    """What Gradescope says about its folders; raises UsageError where it cannot be read."""
    from grader.lms.gradescope_metadata import LARGEST, read_metadata

    for file in listing.files:
        if file.path == METADATA and file.location is not None:
            try:
                with open(file.location, "rb") as stream:
                    return read_metadata(stream.read(LARGEST + 1))
            except OSError as fault:  # without it, no submission has a name
                raise UsageError(f"cannot read {file.location}: {fault.strerror}") from None
    return {}


def _has_metadata(listing: Listing) -> bool:
    return any(file.path == METADATA for file in listing.files)


LAYOUT = Layout(
    "gradescope", "Gradescope", "submission_90210/homework.ipynb", _reader, _has_metadata, rank=10
)
