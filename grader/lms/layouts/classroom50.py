"""Classroom 50: ``class-homework1_submissions_2026_09_01_T_10_00_00/class-homework1-jdoe/``, with ``scores.csv``.

The name of a repository is the classroom, the assignment and the GitHub login, in lower case. Logins hold hyphens
too. ``scores.csv`` lists them; without it the name of the folder around them shows where they begin.
"""

from __future__ import annotations

import csv
import re

from grader.classroom.names import common_start
from grader.lms.layout import PLATFORM_FILE, Layout, OwnedFile, Owner, Read, first_folders
from grader.model.delivery import CLASSROOM50_SCORES, ListedFile, Listing, Person

_ROOT = re.compile(r"(?P<prefix>.+)_submissions_\d{4}_\d\d_\d\d_T_\d\d_\d\d_\d\d")
_RESULTS = ("result.json", "results.json")
_LARGEST = 2**22


def _reader(listing: Listing) -> Read:
    logins = _logins(listing)
    prefix = _prefix(listing)

    def read(file: ListedFile) -> Owner:
        if file.path == CLASSROOM50_SCORES:
            return PLATFORM_FILE
        if not (file.below or file.is_folder):
            return None
        known = [login for login in logins if file.top.lower().endswith(f"-{login.lower()}")]
        login = max(known, key=len) if known else file.top.removeprefix(prefix)
        if not login or login == file.top:
            return None
        if file.below in _RESULTS:
            return PLATFORM_FILE
        return OwnedFile(login.lower(), file.below or login, file, (Person(login),))

    return read


def _prefix(listing: Listing) -> str:
    if match := _ROOT.fullmatch(listing.root.name):
        return match["prefix"] + "-"
    folders = first_folders(listing)
    common = common_start(folders) if len(folders) > 1 else ""
    return common[: common.rfind("-") + 1]


def _logins(listing: Listing) -> set[str]:
    """The logins in ``scores.csv``; none where it is another table or cannot be read."""
    scores = [file for file in listing.files if file.path == CLASSROOM50_SCORES]
    text = scores[0].read(_LARGEST).decode("utf-8-sig", "replace") if scores else ""
    try:
        rows = csv.DictReader(text.splitlines())
        return {row["username"] for row in rows if row.get("username")}
    except csv.Error:
        return set()


def _has_own_files(listing: Listing) -> bool:
    return (
        _ROOT.fullmatch(listing.root.name) is not None
        or any(path.endswith("/.classroom50.yml") for path in listing.hidden)
        or bool(_logins(listing))
    )


LAYOUT = Layout(
    "classroom50",
    "Classroom 50",
    "class-homework1-jdoe/homework.ipynb",
    _reader,
    _has_own_files,
    rank=14,
)
