"""Classroom 50: ``class-homework1_submissions_2026_09_01_T_10_00_00/class-homework1-jdoe/``, with ``scores.csv``.

A repository is called by the classroom, the assignment and the GitHub login, in small letters. Logins hold hyphens
too: ``scores.csv`` lists them, and without it the name of the folder around says where they begin.
"""

from __future__ import annotations

import csv
import re

from grader.classroom.names import common_start
from grader.lms.layouts.base import PLATFORMS_OWN, Handed, Layout, Nobody, Read, first_folders
from grader.model.delivery import CLASSROOM50_SCORES, Found, Listing, Person

_ROOT = re.compile(r"(?P<prefix>.+)_submissions_\d{4}_\d\d_\d\d_T_\d\d_\d\d_\d\d")
_OWN = ("result.json", "results.json")
_LARGEST = 2**22


def _reader(listing: Listing) -> Read:
    logins = _logins(listing)
    prefix = _prefix(listing)

    def read(found: Found) -> Handed | Nobody | None:
        if found.path == CLASSROOM50_SCORES:
            return PLATFORMS_OWN
        if not (found.below or found.folder):
            return None
        known = [login for login in logins if found.top.lower().endswith(f"-{login.lower()}")]
        login = max(known, key=len) if known else found.top.removeprefix(prefix)
        if not login or login == found.top:
            return None
        if found.below in _OWN:
            return PLATFORMS_OWN
        return Handed(login.lower(), found.below or login, found, (Person(login),))

    return read


def _prefix(listing: Listing) -> str:
    match = _ROOT.fullmatch(listing.root.name)
    if match:
        return match["prefix"] + "-"
    folders = sorted(first_folders(listing))
    common = common_start(folders) if len(folders) > 1 else ""
    return common[: common.rfind("-") + 1]


def _logins(listing: Listing) -> set[str]:
    """Those of ``scores.csv``; none where it is another table or cannot be read."""
    for found in listing.files:
        if found.path == CLASSROOM50_SCORES and found.place is not None:
            try:
                with open(found.place, "rb") as stream:
                    text = stream.read(_LARGEST).decode("utf-8-sig", "replace")
                rows = csv.DictReader(text.splitlines())
                return {row["username"] for row in rows if row.get("username")}
            except (OSError, csv.Error):
                return set()
    return set()


def _has_own_files(listing: Listing) -> bool:
    return (
        _ROOT.fullmatch(listing.root.name) is not None
        or any(path.endswith("/.classroom50.yml") for path in listing.hidden)
        or len(_logins(listing)) > 0
    )


LAYOUT = Layout(
    "classroom50",
    "Classroom 50",
    "class-homework1-jdoe/homework.ipynb",
    _reader,
    _has_own_files,
    rank=14,
)
