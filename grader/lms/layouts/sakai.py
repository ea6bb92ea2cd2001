"""Sakai: ``Homework 1/Doe, Jane(jdoe)/Submission attachment(s)/file``, with ``timestamp.txt`` beside.

The id is in the last parentheses; the name before it is the student's choice. The names of the inner folders are
in the site's language. Sakai is recognised by its own files beside them (a time, typed text). Files in the
folder for feedback were not handed in.
"""

from __future__ import annotations

import re

from grader.lms.layout import PLATFORM_FILE, Layout, OwnedFile, Owner, Read, timestamps
from grader.model.delivery import TIMESTAMP, ListedFile, Listing, Person

_FOLDER = re.compile(r"(?P<name>.*)\((?P<id>[^()/]+)\)", re.DOTALL)
_PLATFORM_FILES = (TIMESTAMP, "comments.txt", "feedbackText.html")
_FEEDBACK = ("feedback attachment", "フィードバック")


def _reader(listing: Listing) -> Read:
    times = timestamps(listing)

    def read(file: ListedFile) -> Owner:
        if "/" not in file.path and not file.is_folder:
            return PLATFORM_FILE if file.path in ("grades.csv", "grades.xls") else None
        match = _FOLDER.fullmatch(file.top)
        if match is None:
            return None
        inner, _, rest = file.below.partition("/")
        if file.below in _PLATFORM_FILES or inner.lower().startswith(_FEEDBACK):
            return PLATFORM_FILE
        person = Person(match["id"], match["name"].strip() or None)
        part = rest or file.below or file.top
        return OwnedFile(person.id, part, file, (person,), times.get(file.top))

    return read


def _has_own_files(listing: Listing) -> bool:
    return any(
        _FOLDER.fullmatch(file.top)
        and (
            file.below in _PLATFORM_FILES
            or file.below.endswith("_submissionText.html")
            or file.below.startswith("Submission attachment(s)/")
        )
        for file in listing.files
    )


LAYOUT = Layout(
    "sakai",
    "Sakai",
    "Doe, Jane(jdoe)/Submission attachment(s)/homework.ipynb",
    _reader,
    _has_own_files,
    submitted=lambda listing: filter(None, timestamps(listing)),
    rank=15,
)
