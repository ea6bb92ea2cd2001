"""Gradescope: an export with ``submission_metadata.yml`` and a folder for each submission.

The file says who handed in each folder, and when; a group is one submission. A submission whose people it does not
tell is known by its folder. Its texts, such as a name with a line break, are values and never keys.
"""

from __future__ import annotations

from grader.lms.layouts.base import PLATFORMS_OWN, Handed, Layout, Nobody, Read
from grader.lms.platform_metadata import LARGEST, Entry, read_metadata
from grader.model.delivery import METADATA, Found, Listing, Person
from grader.util.errors import UsageError

_METADATA_UNCLEAR = "submission_metadata.yml does not clearly say who handed it in"


def _reader(listing: Listing) -> Read:
    entries = _entries(listing)

    def read(found: Found) -> Handed | Nobody | None:
        if found.path == METADATA:
            return PLATFORMS_OWN
        entry = entries.get(found.top)
        if entry is None:
            return None
        if entry.unclear:
            return Nobody(_METADATA_UNCLEAR)
        people = entry.people or (Person(found.top),)
        number = int("".join(filter(str.isdigit, found.top))[:18] or 0)
        known = all(person.id != person.name for person in entry.people) and entry.people
        key = "+".join(person.id for person in people) if known else found.top
        return Handed(
            key, found.below or found.top, found, people, entry.submitted_at, upload=number
        )

    return read


def _entries(listing: Listing) -> dict[str, Entry]:
    """What Gradescope says of its folders; raises UsageError where it cannot be read."""
    for found in listing.files:
        if found.path == METADATA and found.place is not None:
            try:
                with open(found.place, "rb") as stream:
                    data = stream.read(LARGEST + 1)
            except OSError as fault:  # without it, nobody's submission has a name
                raise UsageError(f"cannot read {found.place}: {fault.strerror}") from None
            return read_metadata(data)
    return {}


def _has_metadata(listing: Listing) -> bool:
    return any(found.path == METADATA for found in listing.files)


LAYOUT = Layout(
    "gradescope",
    "Gradescope",
    "submission_90210/homework.ipynb",
    _reader,
    _has_metadata,
    rank=10,
)
