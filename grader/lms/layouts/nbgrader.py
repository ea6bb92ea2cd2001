"""nbgrader: ``submitted/jdoe/ps1/problem1.ipynb`` with ``timestamp.txt`` beside it.

``submitted`` itself may be given, or the course folder around it, whose other folders nobody handed in. What
``nbgrader zip_collect`` reads is named as Blackboard names it: see ``blackboard``.
"""

from __future__ import annotations

from grader.lms.layouts.base import PLATFORMS_OWN, Handed, Layout, Nobody, Read
from grader.lms.platform_metadata import timestamp
from grader.model.delivery import TIMESTAMP, Found, Listing, Person

_PART_OF_THE_COURSE = "it is part of the nbgrader course, and was not handed in"

_FOLDER = "submitted"
_COURSES_OWN = ("source", "release", "autograded", "feedback", "downloaded", "gradebook.db")


def _reader(listing: Listing) -> Read:
    inside = "" if listing.root.name == _FOLDER else f"{_FOLDER}/"
    times: dict[str, str] = {}
    for found in listing.files:
        if found.path.endswith(f"/{TIMESTAMP}") and found.place is not None:
            try:
                with open(found.place, "rb") as stream:
                    when = timestamp(stream.read(100).decode("ascii", "replace"))
            except OSError:  # without a time, the submission counts all the same
                continue
            if when:
                times[found.path.rpartition("/")[0]] = when

    def read(found: Found) -> Handed | Nobody | None:
        if not found.path.startswith(inside):
            return Nobody(_PART_OF_THE_COURSE) if found.top in _COURSES_OWN else None
        student, _, rest = found.path.removeprefix(inside).partition("/")
        if not rest:
            return None
        work, _, name = rest.partition("/")
        if name == TIMESTAMP:
            return PLATFORMS_OWN
        return Handed(
            student, rest, found, (Person(student),), times.get(f"{inside}{student}/{work}")
        )

    return read


def _has_submitted(listing: Listing) -> bool:
    if listing.root.name == _FOLDER:
        return all("/" in found.below for found in listing.files if found.is_code)
    return any(
        found.path.startswith(f"{_FOLDER}/") and found.path.count("/") >= 3
        for found in listing.files
    )


LAYOUT = Layout(
    "nbgrader", "nbgrader", "submitted/jdoe/ps1/problem1.ipynb", _reader, _has_submitted, rank=35
)
