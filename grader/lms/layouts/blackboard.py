"""Blackboard: ``Assignment_user_attempt_2025-01-05-10-30-00_file``; nbgrader's ``zip_collect`` reads these names.

Each attempt also has a receipt, the same name with ``.txt``, and replaces the attempt before. A title and a
user's name may hold underscores; where one title is the beginning of another, the shorter one is the title.
"""

from __future__ import annotations

import re

from grader.lms.layout import Layout, OwnedFile, Owner, Read
from grader.model.delivery import ListedFile, Listing, Person

_NAME = re.compile(
    r"(?P<head>[^/]+?_[^/]+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:\.txt|_(?P<file>.*))?",
    re.DOTALL,
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)")


def _reader(listing: Listing) -> Read:
    matches = [match for file in listing.files if (match := _NAME.fullmatch(file.top))]
    titles = {match["head"].rpartition("_")[0] for match in matches}

    def read(file: ListedFile) -> Owner:
        match = _NAME.fullmatch(file.top)
        if match is None:
            return None
        head = match["head"]
        title = min((each for each in titles if head.startswith(f"{each}_")), key=len)
        user = head.removeprefix(f"{title}_")
        when = _TIME.sub(r"\1T\2:\3:\4", match["when"])
        part = "/".join(filter(None, (match["file"], file.below))) or file.top
        return OwnedFile(user, part, file, (Person(user),), when, work=title)

    return read


LAYOUT = Layout(
    "blackboard",
    "Blackboard",
    "Homework 1_jdoe_attempt_2025-01-05-10-30-00_homework.ipynb",
    _reader,
    whole=True,
    rank=25,
)
