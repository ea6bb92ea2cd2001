"""Sakai: ``Homework 1/Doe, Jane(jdoe)/Submission attachment(s)/file``, with ``timestamp.txt`` beside.

The id is what stands in the last parentheses, since the name before it is the student's own. The names of the inner
folders are in the site's language; Sakai's own files beside them (a time, the text that was typed in) are what it
is known by. What lies in the folder of the feedback was not handed in.
"""

from __future__ import annotations

import re

from grader.lms.layouts.base import PLATFORMS_OWN, Handed, Layout, Nobody, Read
from grader.model.delivery import TIMESTAMP, Found, Listing, Person

_FOLDER = re.compile(r"(?P<name>.*)\((?P<id>[^()/]+)\)", re.DOTALL)
_OWN = (TIMESTAMP, "comments.txt", "feedbackText.html")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d*")
_FEEDBACK = ("feedback attachment", "フィードバック")


def _reader(listing: Listing) -> Read:
    times: dict[str, str] = {}
    for found in listing.files:
        if found.below == TIMESTAMP and found.place is not None:
            when = _time(found)
            if when:
                times[found.top] = when

    def read(found: Found) -> Handed | Nobody | None:
        if "/" not in found.path and not found.folder:
            return PLATFORMS_OWN if found.path in ("grades.csv", "grades.xls") else None
        match = _FOLDER.fullmatch(found.top)
        if match is None:
            return None
        inner, _, rest = found.below.partition("/")
        if found.below in _OWN or inner.lower().startswith(_FEEDBACK):
            return PLATFORMS_OWN
        person = Person(match["id"], match["name"].strip() or None)
        part = rest or found.below or found.top
        return Handed(match["id"], part, found, (person,), times.get(found.top))

    return read


def _time(found: Found) -> str | None:
    assert found.place is not None
    try:
        with open(found.place, "rb") as stream:
            match = _TIME.fullmatch(stream.read(40).decode("ascii", "replace").strip())
    except OSError:
        return None
    return "{}-{}-{}T{}:{}:{}".format(*match.groups()) if match else None


def _has_own_files(listing: Listing) -> bool:
    return any(
        _FOLDER.fullmatch(found.top)
        and (
            found.below in _OWN
            or found.below.endswith("_submissionText.html")
            or found.below.startswith("Submission attachment(s)/")
        )
        for found in listing.files
    )


LAYOUT = Layout(
    "sakai",
    "Sakai",
    "Doe, Jane(jdoe)/Submission attachment(s)/homework.ipynb",
    _reader,
    evidence=_has_own_files,
    rank=15,
)
